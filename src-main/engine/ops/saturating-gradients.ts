import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** dy·y·(1 − y) for y = σ(x): kernel `SigmoidGrad` (`y`, `dy`) where the back end has it. */
export function sigmoidGradient(tf: TensorLibrary, dy: Tensor, y: Tensor): Tensor {
  if (tf.getKernel('SigmoidGrad', tf.getBackend()) !== undefined) return tf.engine().runKernel('SigmoidGrad', { y, dy });
  return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
}

/** dy·(1 − y²) for y = tanh x: kernel `TanhGrad` (`y`, `dy`) where the back end has it. */
export function tanhGradient(tf: TensorLibrary, dy: Tensor, y: Tensor): Tensor {
  if (tf.getKernel('TanhGrad', tf.getBackend()) !== undefined) return tf.engine().runKernel('TanhGrad', { y, dy });
  return tf.mul(dy, tf.sub(1, tf.square(y)));
}
