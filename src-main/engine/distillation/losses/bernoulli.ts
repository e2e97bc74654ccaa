import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

/**
 * KL(σ(t) ‖ σ(z)) of each logit: softplus(z) − σ(t)·z less the same of t. Without ever forming a logarithm of a probability;
 * its slope is σ(z) − σ(t).
 */
export function bernoulliDivergence(tf: TensorLibrary, student: Tensor, teacher: Tensor): Tensor {
  const wanted = tf.sigmoid(teacher);
  const least = tf.sub(softplus(tf, teacher), tf.mul(wanted, teacher));
  const entropy = tf.customGrad((...args) => {
    const [z, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
    save([z, wanted]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => tf.mul(dy, tf.sub(tf.sigmoid(saved[0]!), saved[1]!));
    return { value: tf.sub(softplus(tf, z), tf.mul(wanted, z)), gradFunc };
  });
  return tf.sub(entropy(student), least);
}

function softplus(tf: TensorLibrary, x: Tensor): Tensor {
  return tf.add(tf.log1p(tf.exp(tf.neg(tf.abs(x)))), tf.relu(x));
}
