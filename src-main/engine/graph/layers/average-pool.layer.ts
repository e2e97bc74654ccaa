import { defineLayer } from '../layer.ts';
import { only, requireImage } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { padding, pairOf, poolSize, poolStride, slide } from '../window.ts';

/** The mean of each window and channel; padded positions don't count. No multiply-adds are counted. */
export const averagePool = defineLayer({
  id: 'average-pool',
  title: 'Average pooling',
  help: 'Keeps the mean of each window.',
  source: 'LeCun 1998, doi:10.1109/5.726791',
  revision: 1,
  shorthand: 'size',
  inputs: [1, 1],
  params: { size: poolSize, stride: poolStride, padding },
  namePrefix: () => 'pool',
  outputShape({ size, stride = size, padding }, inputs) {
    const image = requireImage('average-pool', only(inputs));
    return [...slide('average-pool', image, { kernel: size, stride, padding }), image[2]];
  },
  parameters: () => [],
  apply({ tf, config: { size, stride = size, padding }, inputs: [x] }) {
    return tf.avgPool(x as Tensor4D, pairOf(size), pairOf(stride), padding);
  },
  integers: () => 'mixes',
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
