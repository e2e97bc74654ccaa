import { defineLayer } from '../layer.ts';
import { only, sizeOf } from '../shape-checks.ts';
import type { Tensor } from '../../tensor-library.ts';

/** [N, …, C] → [N, …·C], row-major, so that value i belongs to channel i % C. */
export const flatten = defineLayer({
  id: 'flatten',
  title: 'Flatten',
  help: 'Lays all values of an item in one row.',
  source: 'Definition',
  revision: 1,
  inputs: [1, 1],
  params: {},
  namePrefix: () => 'flatten',
  outputShape: (_config, inputs) => [sizeOf(only(inputs))],
  parameters: () => [],
  apply({ tf, inputs: [x] }) {
    const { shape } = x as Tensor;
    return tf.reshape(x as Tensor, [shape[0] ?? 0, sizeOf(shape.slice(1))]);
  },
  integers: () => 'selects',
  multiplyAdds: () => 0,
  channels: (_config, inputs) => ({ kind: 'unfold', positions: sizeOf(only(inputs).slice(0, -1)) }),
});
