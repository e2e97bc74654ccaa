import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

/** The items' weights `[N]` as a column, which may be saved for a gradient; empty without weights. */
export function itemColumn(tf: TensorLibrary, itemWeights: Tensor | null): readonly [] | readonly [Tensor] {
  return itemWeights === null ? [] : [tf.reshape(itemWeights, [-1, 1])];
}

/** Rows `[N, K]` times such a column. */
export function timesColumn(tf: TensorLibrary, rows: Tensor, column: Tensor | undefined): Tensor {
  return column === undefined ? rows : tf.mul(rows, column);
}
