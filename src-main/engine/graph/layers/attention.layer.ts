import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { OUT_OF_SIGHT, requireMask } from '../places.ts';
import { requireSeries, shapeText } from '../shape-checks.ts';

/**
 * softmax(Q·Kᵀ/√d)·V for every head of d channels: queries [T, C], keys [S, C], values [S, C], and, where not all of them
 * count, a mask [S, 1] of the keys; gives [T, C]. Multi-head attention is this between convolutions with a window of 1: three
 * before it and one behind, whose kernels are the projections. Multiply-adds: 2·T·S·C.
 */
export const attention = defineLayer({
  id: 'attention',
  title: 'Attention',
  help: 'Lets every step read the others by how well its query fits their keys, in several heads side by side.',
  source: 'Vaswani 2017, arXiv:1706.03762',
  revision: 1,
  shorthand: 'headSize',
  inputs: [3, 4],
  params: {
    headSize: { kind: 'number', label: 'Size of a head', help: 'Channels of each head.', min: 1, max: 65_536, integer: true, scale: 'log' },
  },
  namePrefix: () => 'attention',
  outputShape({ headSize }, inputs) {
    const [queries, keys, values] = inputs.map(shape => shape) as [Shape, Shape, Shape];
    const [time, channels] = requireSeries('attention', queries);
    if (shapeText(keys) !== shapeText(values) || requireSeries('attention', keys)[1] !== channels) {
      throw invalidInput(
        `attention needs keys and values of one shape, with the channels of its queries, got ${inputs.map(shapeText).join(' and ')}`,
      );
    }
    if (channels % headSize !== 0) throw invalidInput(`attention needs channels that divide into heads of ${headSize}, got ${channels}`);
    if (inputs[3] !== undefined) requireMask('attention', keys, inputs[3]);
    return [time, channels];
  },
  parameters: () => [],
  apply({ tf, config: { headSize }, inputs }) {
    const [queries, keys, values, mask] = inputs as readonly [Tensor, Tensor, Tensor, Tensor?];
    const [items = 0, time = 0, channels = 0] = queries.shape;
    const steps = keys.shape[1]!;
    const byHead = (x: Tensor, length: number): Tensor =>
      tf.transpose(tf.reshape(x, [items, length, channels / headSize, headSize]), [0, 2, 1, 3]);
    const fits = tf.mul(tf.matMul(byHead(queries, time), byHead(keys, steps), false, true), 1 / Math.sqrt(headSize));
    const seen = mask === undefined ? fits : tf.add(fits, tf.reshape(tf.mul(tf.sub(mask, 1), OUT_OF_SIGHT), [items, 1, 1, steps]));
    const read = tf.matMul(tf.softmax(seen), byHead(values, steps));
    return tf.reshape(tf.transpose(read, [0, 2, 1, 3]), [items, time, channels]);
  },
  multiplyAdds: (_config, [, keys = []], [time = 0, channels = 0]) => 2 * time * (keys[0] ?? 0) * channels,
  /** Of every head how each step fits each other one, under the mask, and as shares; and the three inputs by head. */
  held({ headSize }, [, keys = []], [time = 0, channels = 0]) {
    const steps = keys[0] ?? 0;
    return (3 * channels * time * steps) / headSize + channels * (time + 2 * steps);
  },
  channels: ({ headSize }) => ({ kind: 'heads', size: headSize }),
});
