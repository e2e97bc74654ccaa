import type { GradConfig } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** x [N, …, C] + bias [C]: kernels `BiasAdd` (`x`, `bias`) and `BiasAddGrad` (`dy`) where the back end has them. */
export function addBias(tf: TensorLibrary, x: Tensor, bias: Tensor): Tensor {
  if (tf.getKernel('BiasAdd', tf.getBackend()) === undefined) return tf.add(x, bias);
  return tf.engine().runKernel('BiasAdd', { x, bias });
}

/** Sums of the rows of dy [N, C]: the gradient of a bias. */
export function sumOfRows(tf: TensorLibrary, dy: Tensor): Tensor {
  if (tf.getKernel('BiasAddGrad', tf.getBackend()) === undefined) return tf.sum(dy, 0);
  return tf.engine().runKernel('BiasAddGrad', { dy });
}

export function biasGradients(tf: TensorLibrary): readonly GradConfig[] {
  const sum = (dy: Tensor): Tensor => tf.engine().runKernel('BiasAddGrad', { dy });
  return [{ kernelName: 'BiasAdd', gradFunc: dy => ({ x: () => dy as Tensor, bias: () => sum(dy as Tensor) }) }];
}
