import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { OUT_OF_SIGHT, overPlaces, placesOf } from '../places.ts';

/**
 * [N, …, C] → [N, C], the greatest value over all positions of an image or steps of a series; with a second input, a mask
 * [T, 1] of a series, over the steps where it is 1. No multiply-adds are counted.
 */
export const globalMaxPool = defineLayer({
  id: 'global-max-pool',
  title: 'Global max pooling',
  help: 'One value per channel: its greatest over the whole image or series.',
  source: 'Collobert 2011, JMLR 12; Kim 2014, arXiv:1408.5882',
  revision: 1,
  inputs: [1, 2],
  params: {},
  namePrefix: () => 'gmp',
  outputShape: (_config, inputs) => [overPlaces('global-max-pool', inputs)],
  parameters: () => [],
  apply({ tf, inputs }) {
    const [x, mask] = inputs as readonly [Tensor, Tensor?];
    if (mask === undefined) return tf.max(x, placesOf(x));
    return tf.max(tf.add(x, tf.mul(tf.sub(mask, 1), OUT_OF_SIGHT)), 1);
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
