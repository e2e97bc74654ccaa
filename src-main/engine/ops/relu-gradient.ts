import type { GradConfig } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** Kernel `ReluGrad` (`dy`, `y`): one pass where the back end has it; tfjs's own composition elsewhere, to the same number. */
export function reluGradients(tf: TensorLibrary): readonly GradConfig[] {
  return [
    { kernelName: 'Relu', outputsToSave: [true], gradFunc: (dy, saved) => ({ x: () => reluGradient(tf, dy as Tensor, saved[0]!) }) },
    {
      kernelName: 'ReluGrad',
      inputsToSave: ['y'],
      gradFunc: (dy, saved) => ({ dy: () => reluGradient(tf, dy as Tensor, saved[0]!), y: () => tf.zerosLike(saved[0]!) }),
    },
  ];
}

function reluGradient(tf: TensorLibrary, dy: Tensor, y: Tensor): Tensor {
  if (tf.getKernel('ReluGrad', tf.getBackend()) === undefined) return tf.mul(dy, tf.cast(tf.step(y), 'float32'));
  return tf.engine().runKernel('ReluGrad', { dy, y });
}
