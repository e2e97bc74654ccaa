import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { standardise } from '../../ops/standardise.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { MIXED, normEpsilon, scaleAndOffset } from '../norm-layer.ts';
import { channelsOf, only, sizeOf } from '../shape-checks.ts';

/**
 * (x − μ)/√(σ² + ε)·scale + offset with mean and biased variance over all places and neighbouring channels of an item, the
 * channels cut into `groups` equal parts; the same in training and in use. One multiply-add per value.
 */
export const groupNorm = defineLayer({
  id: 'group-norm',
  title: 'Group normalisation',
  help: 'Gives every group of channels mean 0 and variance 1 over the item, whatever the batch, then a learnt scale and offset.',
  source: 'Wu & He 2018, arXiv:1803.08494',
  revision: 1,
  shorthand: 'groups',
  inputs: [1, 1],
  params: {
    groups: { kind: 'number', label: 'Groups', help: 'Equal parts of the channels.', min: 1, max: 65_536, integer: true, default: 8 },
    epsilon: normEpsilon,
  },
  namePrefix: () => 'norm',
  outputShape({ groups }, inputs) {
    const shape = only(inputs);
    if (channelsOf(shape) % groups === 0) return shape;
    throw invalidInput(`group-norm needs channels that divide into ${groups} groups, got ${channelsOf(shape)}`);
  },
  parameters: (_config, inputs) => scaleAndOffset(only(inputs)),
  apply({ tf, config: { groups, epsilon }, inputs, parameters }) {
    const x = inputs[0] as Tensor;
    const { scale, offset } = parameters as Readonly<Record<'scale' | 'offset', Tensor>>;
    const [items = 0, channels = 0] = [x.shape[0], x.shape.at(-1)];
    const parts = tf.reshape(x, [items, x.size / (items * channels), groups, channels / groups]);
    return tf.add(tf.mul(tf.reshape(standardise(tf, parts, [1, 3], epsilon), x.shape), scale), offset);
  },
  multiplyAdds: (_config, _inputs, output) => sizeOf(output),
  channels: () => ({ kind: 'fixed', reason: MIXED }),
});
