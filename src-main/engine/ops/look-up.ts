import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/**
 * The rows [N, T, units] of table [rows, units] by their numbers ids [N, T], floats that are rounded; beyond the table its nearest
 * row. Differentiable in the table: tfjs's own tape takes the numbers for values with a slope. Kernel `LookUp` (`table`, `ids` as
 * int32) where the back end has it.
 */
export function lookUp(tf: TensorLibrary, table: Tensor, ids: Tensor): Tensor {
  const [rows = 0, units = 0] = table.shape;
  const custom = tf.customGrad((...args) => {
    const [kernel, numbers, save] = args as unknown as [Tensor2D, Tensor2D, (saved: Tensor[]) => void];
    const whole = tf.cast(tf.clipByValue(tf.floor(tf.add(numbers, 0.5)), 0, rows - 1), 'int32');
    save([numbers, whole]);
    return {
      value: rowsOf(tf, kernel, whole),
      gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => {
        const [given, taken] = saved as [Tensor, Tensor];
        const flat = tf.reshape(dy, [taken.size, units]);
        return [tf.unsortedSegmentSum(flat, tf.reshape(taken, [taken.size]) as Tensor1D, rows), tf.zerosLike(given)];
      },
    };
  });
  return custom(table, ids);
}

function rowsOf(tf: TensorLibrary, table: Tensor, ids: Tensor): Tensor {
  if (tf.getKernel('LookUp', tf.getBackend()) === undefined) return tf.gather(table, ids);
  return tf.engine().runKernel('LookUp', { table, ids });
}
