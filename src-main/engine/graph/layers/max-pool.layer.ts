import { defineLayer } from '../layer.ts';
import { only, requireImage } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { padding, pairOf, poolSize, poolStride, slide } from '../window.ts';

/** The greatest value of each window and channel; padding never wins. No multiply-adds are counted. */
export const maxPool = defineLayer({
  id: 'max-pool',
  title: 'Max pooling',
  help: 'Keeps the greatest value of each window.',
  source: 'Ranzato 2007, doi:10.1109/CVPR.2007.383157',
  revision: 1,
  shorthand: 'size',
  inputs: [1, 1],
  params: { size: poolSize, stride: poolStride, padding },
  namePrefix: () => 'pool',
  outputShape({ size, stride = size, padding }, inputs) {
    const image = requireImage('max-pool', only(inputs));
    return [...slide('max-pool', image, { kernel: size, stride, padding }), image[2]];
  },
  parameters: () => [],
  apply({ tf, config: { size, stride = size, padding }, inputs: [x] }) {
    return tf.maxPool(x as Tensor4D, pairOf(size), pairOf(stride), padding);
  },
  integers: () => 'selects',
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
