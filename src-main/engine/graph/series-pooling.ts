import { defineLayer, type LayerType } from './layer.ts';
import { only, requireSeries } from './shape-checks.ts';
import type { Tensor3D, Tensor4D } from './tensor-ranks.ts';
import { padding, seriesPool, seriesPoolStride, slideAlong } from './window.ts';

type Description = Pick<LayerType, 'id' | 'title' | 'help' | 'source' | 'revision'>;

/** The library's pooling of images that does it, one step being a row. */
type Pooling = 'avgPool' | 'maxPool';

/** A layer that keeps one number of each window of steps and channel `[T, C]`. No multiply-adds are counted. */
export function defineSeriesPooling(description: Description, pooling: Pooling) {
  return defineLayer({
    ...description,
    shorthand: 'size',
    inputs: [1, 1],
    params: { size: seriesPool, stride: seriesPoolStride, padding },
    namePrefix: () => 'pool',
    outputShape({ size, stride = size, padding: pad }, inputs) {
      const [time, channels] = requireSeries(description.id, only(inputs));
      return [slideAlong(description.id, time, { kernel: size, stride, padding: pad }), channels];
    },
    parameters: () => [],
    apply({ tf, config: { size, stride = size, padding: pad }, inputs: [x] }) {
      const flat = tf.expandDims<Tensor4D>(x as Tensor3D, 2);
      return tf.squeeze(tf[pooling](flat, [size, 1], [stride, 1], pad), [2]);
    },
    integers: () => (pooling === 'maxPool' ? 'selects' : 'mixes'),
    multiplyAdds: () => 0,
    channels: () => ({ kind: 'pass', parameters: [] }),
  });
}
