import { flagAttribute, T_FLOAT, typeAttribute, type TensorInfo } from '../node-backend.ts';
import { DATA_TYPE } from '../data-types.ts';
import type { OpAttribute } from '../attributes.ts';
import type { NativeKernel } from './native-kernel.ts';

/** Plain matrices by `MatMul`, which TensorFlow fuses with bias and activation; tfjs-node takes the batched one for all. */
export const matMul: NativeKernel = {
  name: 'BatchMatMul',
  run({ backend, inputs, attrs }) {
    const [a, b] = [inputs['a']!, inputs['b']!];
    const transposed = [attrs['transposeA'] === true, attrs['transposeB'] === true] as const;
    const type = a.dtype === 'float32' ? T_FLOAT : typeAttribute('T', DATA_TYPE.int32);
    const flags = (names: readonly [string, string]): OpAttribute[] => [
      type,
      flagAttribute(names[0], transposed[0]),
      flagAttribute(names[1], transposed[1]),
    ];
    if (isMatrix(a) && isMatrix(b)) return backend.executeSingleOutput('MatMul', flags(['transpose_a', 'transpose_b']), [a, b]);
    return backend.executeSingleOutput('BatchMatMulV2', flags(['adj_x', 'adj_y']), [a, b]);
  },
};

function isMatrix({ shape }: TensorInfo): boolean {
  return shape.length === 2;
}
