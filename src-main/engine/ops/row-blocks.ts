import type { Tensor, TensorLibrary } from '../tensor-library.ts';

const FLAG = 'ESPALIER_ROW_BLOCKS';
/** Below that, a block's products are too small to be worth its operations. */
const LEAST_ROWS = 32;

/** For engines that run operations side by side: into how many blocks of rows a long chain of small operations may come apart. */
export function allowRowBlocks(tf: TensorLibrary, most: number): void {
  const env = tf.env();
  if (env.getFlags()[FLAG] === undefined) env.registerFlag(FLAG, () => 1);
  env.set(FLAG, most);
}

/**
 * `compute` of the rows of x, and of those of `beside` with them, in blocks of equal length (± 1) where the engine was allowed them; one chain of operations a block,
 * with nothing to wait for in the others. Rows must not depend on each other.
 */
export function inRowBlocks(
  tf: TensorLibrary,
  [x, beside]: readonly [Tensor, Tensor?],
  compute: (block: Tensor, beside: Tensor | undefined) => Tensor,
): Tensor {
  const rows = x.shape[0]!;
  const most = Number(tf.env().getFlags()[FLAG] ?? 1);
  const blocks = Math.max(1, Math.min(most, Math.floor(rows / LEAST_ROWS)));
  if (blocks === 1) return compute(x, beside);
  const ends = Array.from({ length: blocks + 1 }, (_, i) => Math.floor((rows * i) / blocks));
  const lengths = ends.slice(1).map((end, i) => end - ends[i]!);
  const others = beside === undefined ? [] : tf.split(beside, lengths, 0);
  return tf.concat(
    tf.split(x, lengths, 0).map((block, i) => compute(block, others[i])),
    0,
  );
}
