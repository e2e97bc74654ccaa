import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { withoutGradient } from './without-gradient.ts';

/** What is asked of a recurrent layer's sequence. */
export interface SequenceCall {
  /** All states, or the last one; all when left out. */
  readonly wanted?: 'all' | 'last';
  /** [N, T, 1], above ½ for a step that counts: the others leave the state as it is. None: every step counts. */
  readonly mask?: Tensor | undefined;
}

/** Added to a gate's sum, this opens it whole, and its negative shuts it whole: the sigmoid is 1, or 0, in single precision. */
export const SATURATED = 1e6;

/** 1 for a step that counts, else 0: [T, N, 1], a constant for the gradient. */
export function countingSteps(tf: TensorLibrary, mask: Tensor): Tensor {
  return zeroOrOne(tf, tf.transpose(mask, [1, 0, 2]));
}

/** Of any shape: 1 for a number above ½, else 0; a constant for the gradient. */
export function zeroOrOne(tf: TensorLibrary, mask: Tensor): Tensor {
  return withoutGradient(tf, mask, given => tf.cast(tf.greater(given, 0.5), 'float32'));
}

/**
 * What holds a state over the steps that don't count: the sums [T·N, gates·units] of their gates, with those of `pull` −1 shut, those
 * of 1 opened and those of 0 left. One operation for all steps; the gradient of a saturated gate is 0 by itself.
 */
export function holdGates(
  tf: TensorLibrary,
  sums: Tensor,
  { counts, pull }: { readonly counts: Tensor; readonly pull: readonly number[] },
): Tensor2D {
  const [time = 0, items = 0] = counts.shape;
  const skipped = tf.reshape(tf.sub(1, counts), [time * items, 1]);
  return tf.add(sums, tf.mul(skipped, holdingRow(tf, pull, sums.shape[1]! / pull.length))) as Tensor2D;
}

/** What is added to the gates' sums of a step that doesn't count, [1, gates·units]; see `holdGates`. */
export function holdingRow(tf: TensorLibrary, pull: readonly number[], units: number): Tensor2D {
  return tf.tensor2d([pull.flatMap(gate => Array<number>(units).fill(SATURATED * gate))]);
}

/** z·h + (1 − z)·g of a GRU; with `exact`, z = 1 gives h to the last bit. */
export function mixed(tf: TensorLibrary, { z, h, g }: Readonly<Record<'z' | 'h' | 'g', Tensor>>, exact: boolean): Tensor {
  return exact ? tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), g)) : tf.add(g, tf.mul(z, tf.sub(h, g)));
}

/** How the gates hold a cell's state: of an LSTM nothing comes in and all stays; of a GRU the update gate keeps all. */
export const HOLD = { lstm: [-1, 1, 0, 0], gru: [1, 0, 0] } as const satisfies Readonly<Record<string, readonly number[]>>;
