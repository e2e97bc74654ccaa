import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

/**
 * Makes ReLU's gradient one kernel where the back end in force has it, and tfjs's own composition elsewhere. Gradients
 * are tfjs-wide, so this holds for every back end of the process and changes no number.
 */
export function registerReluGradient(tf: TensorLibrary): void {
  const stock = tf.getGradient('Relu');
  if (stock === undefined || stock.outputsToSave !== undefined) return;
  tf.unregisterGradient('Relu');
  tf.registerGradient({
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, saved) => ({ x: () => reluGradient(tf, dy as Tensor, saved[0]!) }),
  });
  tf.registerGradient({
    kernelName: 'ReluGrad',
    inputsToSave: ['y'],
    gradFunc: (dy, saved) => ({ dy: () => reluGradient(tf, dy as Tensor, saved[0]!), y: () => tf.zerosLike(saved[0]!) }),
  });
}

function reluGradient(tf: TensorLibrary, dy: Tensor, y: Tensor): Tensor {
  if (tf.getKernel('ReluGrad', tf.getBackend()) === undefined) return tf.mul(dy, tf.cast(tf.step(y), 'float32'));
  return tf.engine().runKernel('ReluGrad', { dy, y });
}
