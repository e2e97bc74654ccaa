import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** (x − μ)/√(σ² + ε), mean and biased variance over these axes. */
export function standardise(tf: TensorLibrary, x: Tensor, axes: number[], epsilon: number): Tensor {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), epsilon)));
}
