import type { Tensor1D } from '../graph/tensor-ranks.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** `node/parameter` → which of its weights have one value in common. */
export type WeightSharing = Readonly<Record<string, { readonly groups: Int32Array; readonly count: number }>>;

/** The same on the device. */
export type SharedGradients = Readonly<Record<string, { readonly groups: Tensor1D; readonly count: number }>>;

export function uploadSharing(tf: TensorLibrary, sharing: WeightSharing): SharedGradients {
  return Object.fromEntries(
    Object.entries(sharing).map(([name, { groups, count }]) => [name, { groups: tf.tensor1d(groups, 'int32'), count }]),
  );
}

/** The derivative by a value that several weights have: the sum of theirs, given to each of them, so that they stay equal. */
export function sharedGradient(tf: TensorLibrary, gradient: Tensor, { groups, count }: SharedGradients[string]): Tensor {
  const sums = tf.unsortedSegmentSum(tf.reshape(gradient, [gradient.size]), groups, count);
  return tf.reshape(tf.gather(sums, groups), gradient.shape);
}
