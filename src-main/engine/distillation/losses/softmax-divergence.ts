import { crossEntropy, crossEntropyWithSlopes } from '../../ops/cross-entropy.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../tensor-library.ts';

/** KL(softmax(t) ‖ softmax(z)) of each row, `[N, K]` → `[N]`, a difference of two cross-entropies; differentiable in z. */
export function softmaxDivergence(tf: TensorLibrary, student: Tensor, teacher: Tensor): Tensor {
  const wanted = tf.softmax(teacher);
  return tf.sub(crossEntropy(tf, student, wanted), crossEntropy(tf, teacher, wanted));
}

/**
 * T²·KL(softmax(t/T) ‖ softmax(z/T)) of each row. Its gradient, T·(softmax(z/T) − softmax(t/T)), is written out: of a small
 * student's step the operations are what takes the time.
 */
export function softenedDivergence(tf: TensorLibrary, { student, teacher, temperature }: Softened): Tensor {
  const softened = tf.div(teacher, temperature);
  const wanted = tf.softmax(softened);
  const least = crossEntropy(tf, softened, wanted);
  const divergence = tf.customGrad((...args) => {
    const [logits, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
    const [values, slopes] = crossEntropyWithSlopes(tf, tf.div(logits, temperature), wanted);
    save([slopes]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => tf.mul(tf.reshape(tf.mul(dy, temperature), [-1, 1]), saved[0]!);
    return { value: tf.mul(tf.square(temperature), tf.sub(values, least)), gradFunc };
  });
  return divergence(student);
}

interface Softened {
  readonly student: Tensor;
  readonly teacher: Tensor;
  readonly temperature: Scalar;
}
