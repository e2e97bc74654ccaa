import { defineLayer } from '../layer.ts';
import { only, requireImage } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';

/** [N, H, W, C] → [N, C], the mean over all positions. No multiply-adds are counted. */
export const globalAveragePool = defineLayer({
  id: 'global-average-pool',
  title: 'Global average pooling',
  help: 'One value per channel: its mean over the whole image.',
  source: 'Lin 2013, arXiv:1312.4400',
  revision: 1,
  inputs: [1, 1],
  params: {},
  namePrefix: () => 'gap',
  outputShape: (_config, inputs) => [requireImage('global-average-pool', only(inputs))[2]],
  parameters: () => [],
  apply: ({ tf, inputs: [x] }) => tf.mean(x as Tensor4D, [1, 2]),
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
