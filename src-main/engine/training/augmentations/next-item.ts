import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

/** `[N, …]` with every item in the place of the one before it, and the first in the last's: batches are in random order already. */
export function nextItem(tf: TensorLibrary, batch: Tensor): Tensor {
  const [items = 1] = batch.shape;
  if (items === 1) return batch;
  const rest = batch.shape.slice(1).map(() => 0);
  return tf.concat([tf.slice(batch, [1, ...rest]), tf.slice(batch, [0, ...rest], [1, ...batch.shape.slice(1)])], 0);
}
