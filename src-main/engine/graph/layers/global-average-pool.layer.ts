import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { overPlaces, placesOf } from '../places.ts';

/**
 * [N, …, C] → [N, C], the mean over all positions of an image or steps of a series; with a second input, a mask [T, 1] of a
 * series, over the steps where it is 1 (0 where there are none). No multiply-adds are counted.
 */
export const globalAveragePool = defineLayer({
  id: 'global-average-pool',
  title: 'Global average pooling',
  help: 'One value per channel: its mean over the whole image or series.',
  source: 'Lin 2013, arXiv:1312.4400',
  revision: 1,
  inputs: [1, 2],
  params: {},
  namePrefix: () => 'gap',
  outputShape: (_config, inputs) => [overPlaces('global-average-pool', inputs)],
  parameters: () => [],
  apply({ tf, inputs }) {
    const [x, mask] = inputs as readonly [Tensor, Tensor?];
    if (mask === undefined) return tf.mean(x, placesOf(x));
    return tf.div(tf.sum(tf.mul(x, mask), 1), tf.maximum(tf.sum(mask, 1), tf.scalar(1)));
  },
  integers: () => 'mixes',
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
