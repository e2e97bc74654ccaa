import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { ParamSpec } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { channelsOf, only, requireVector } from '../shape-checks.ts';
import { rampsOf } from './piecewise-ramps.ts';

const curves = (label: string, help: string) =>
  ({
    kind: 'list',
    label,
    help,
    of: { kind: 'list', label: 'Of a channel', of: { kind: 'number', label: 'Place', min: -1e6, max: 1e6 }, minItems: 1, maxItems: 1024 },
    minItems: 1,
    maxItems: 65_536,
  }) as const satisfies ParamSpec;

/** A curve of straight pieces for each channel, level beyond its ends. */
export const piecewiseLinear = defineLayer({
  id: 'piecewise-linear',
  title: 'Piecewise linear',
  help: 'Sends each channel through a settled curve of straight pieces.',
  source: 'Definition; for calibration: Zadrozny & Elkan 2002, doi:10.1145/775047.775151',
  revision: 1,
  inputs: [1, 1],
  params: {
    at: curves('Places', 'Per channel, ascending: where the pieces meet.'),
    values: curves('Values', 'Per channel: the value at each place.'),
  },
  namePrefix: () => 'curve',
  outputShape({ at, values }, inputs) {
    const shape = only(inputs);
    requireVector('piecewise-linear', shape);
    if (at.length !== channelsOf(shape) || values.length !== at.length) {
      throw invalidInput(`piecewise-linear needs a curve for each of ${channelsOf(shape)} channels, got ${at.length} and ${values.length}`);
    }
    const odd = at.findIndex(
      (places, i) => places.length !== values[i]!.length || places.some((place, k) => k > 0 && place <= places[k - 1]!),
    );
    if (odd < 0) return shape;
    throw invalidInput(`piecewise-linear needs ascending places with a value each, those of channel ${odd} are not`);
  },
  parameters: () => [],
  apply({ tf, config, inputs }) {
    const { count, starts, slopes, heights, first } = rampsOf(config);
    const [items = 0, channels = 0] = (inputs[0] as Tensor).shape;
    if (count === 0) return tf.add(tf.mul(inputs[0] as Tensor, 0), tf.tensor1d(first));
    const x = tf.reshape(inputs[0] as Tensor, [items, channels, 1]);
    const steps = tf.mul(tf.sub(x, tf.tensor(starts, [channels, count])), tf.tensor(slopes, [channels, count]));
    const ramps = tf.sub(tf.relu(steps), tf.relu(tf.sub(steps, 1)));
    return tf.add(tf.sum(tf.mul(ramps, tf.tensor(heights, [channels, count])), 2), tf.tensor1d(first));
  },
  multiplyAdds: config => 2 * rampsOf(config).count * config.at.length,
  channels: () => ({ kind: 'fixed', reason: 'each channel has a curve of its own' }),
});
