import { defineLayer } from '../layer.ts';
import { only, requireSeries } from '../shape-checks.ts';
import type { Tensor3D, Tensor4D } from '../tensor-ranks.ts';
import { padding, seriesPool, seriesPoolStride, slideAlong } from '../window.ts';

/** The greatest value of each window of steps and channel; padding never wins. No multiply-adds are counted. */
export const maxPool1d = defineLayer({
  id: 'max-pool1d',
  title: 'Max pooling of a series',
  help: 'Keeps the greatest value of each window.',
  source: 'Collobert 2011, JMLR 12',
  revision: 1,
  shorthand: 'size',
  inputs: [1, 1],
  params: { size: seriesPool, stride: seriesPoolStride, padding },
  namePrefix: () => 'pool',
  outputShape({ size, stride = size, padding }, inputs) {
    const [time, channels] = requireSeries('max-pool1d', only(inputs));
    return [slideAlong('max-pool1d', time, { kernel: size, stride, padding }), channels];
  },
  parameters: () => [],
  apply({ tf, config: { size, stride = size, padding }, inputs: [x] }) {
    const flat = tf.expandDims<Tensor4D>(x as Tensor3D, 2);
    return tf.squeeze(tf.maxPool(flat, [size, 1], [stride, 1], padding), [2]);
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
