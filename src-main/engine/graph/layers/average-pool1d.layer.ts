import { defineLayer } from '../layer.ts';
import { only, requireSeries } from '../shape-checks.ts';
import type { Tensor3D, Tensor4D } from '../tensor-ranks.ts';
import { padding, seriesPool, seriesPoolStride, slideAlong } from '../window.ts';

/** The mean of each window of steps and channel; padded steps don’t count. No multiply-adds are counted. */
export const averagePool1d = defineLayer({
  id: 'average-pool1d',
  title: 'Average pooling of a series',
  help: 'Keeps the mean of each window.',
  source: 'Waibel 1989, doi:10.1109/29.21701',
  revision: 1,
  shorthand: 'size',
  inputs: [1, 1],
  params: { size: seriesPool, stride: seriesPoolStride, padding },
  namePrefix: () => 'pool',
  outputShape({ size, stride = size, padding }, inputs) {
    const [time, channels] = requireSeries('average-pool1d', only(inputs));
    return [slideAlong('average-pool1d', time, { kernel: size, stride, padding }), channels];
  },
  parameters: () => [],
  apply({ tf, config: { size, stride = size, padding }, inputs: [x] }) {
    const flat = tf.expandDims<Tensor4D>(x as Tensor3D, 2);
    return tf.squeeze(tf.avgPool(flat, [size, 1], [stride, 1], padding), [2]);
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
