import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only } from '../shape-checks.ts';

/** Inverted dropout: in training each value is 0 with probability `rate`, else divided by 1 − rate; in use nothing happens. */
export const dropout = defineLayer({
  id: 'dropout',
  title: 'Dropout',
  help: 'Zeroes a random share of the values while training.',
  source: 'Srivastava 2014, JMLR 15',
  revision: 2,
  shorthand: 'rate',
  inputs: [1, 1],
  params: { rate: { kind: 'number', label: 'Share zeroed', default: 0.5, min: 0, max: 0.95, source: 'Srivastava 2014' } },
  namePrefix: () => 'dropout',
  outputShape: (_config, inputs) => only(inputs),
  parameters: () => [],
  apply({ tf, config: { rate }, inputs, context }) {
    const x = inputs[0] as Tensor;
    if (!context.training || rate === 0) return x;
    const kept = tf.cast(tf.greaterEqual(context.uniform(x.shape), rate), 'float32');
    return tf.mul(x, tf.mul(kept, 1 / (1 - rate)));
  },
  integers: () => 'selects',
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
