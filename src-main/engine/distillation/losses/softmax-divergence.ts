import { crossEntropy } from '../../ops/cross-entropy.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

/** KL(softmax(t) ‖ softmax(z)) of each row, `[N, K]` → `[N]`; differentiable in z. */
export function softmaxDivergence(tf: TensorLibrary, student: Tensor, teacher: Tensor): Tensor {
  const shifted = tf.sub(teacher, tf.max(teacher, 1, true));
  const powers = tf.exp(shifted);
  const sums = tf.sum(powers, 1, true);
  const wanted = tf.div(powers, sums);
  // −entropy = Σ p·shifted − log Σ.
  const negentropy = tf.sub(tf.sum(tf.mul(wanted, shifted), 1), tf.reshape(tf.log(sums), [-1]));
  return tf.add(crossEntropy(tf, student, wanted), negentropy);
}
