import type { GradConfig } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/**
 * −Σ_c q_ic·log softmax(z_i)_c for each row i of logits z and of a distribution q, [N, C] → [N]; differentiable in the
 * logits. Kernel `CrossEntropy` (`logits`, `distribution`; gives the rows' values and softmax(z) − q) where the back end has
 * it. The gradient is dy·(softmax(z) − q) either way, a third of the composed operations'.
 */
export function crossEntropy(tf: TensorLibrary, logits: Tensor, distribution: Tensor): Tensor {
  if (tf.getKernel('CrossEntropy', tf.getBackend()) !== undefined) {
    return tf.engine().runKernel<Tensor[]>('CrossEntropy', { logits, distribution })[0]!;
  }
  const composed = tf.customGrad((...args) => {
    const [z, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
    const shifted = tf.sub(z, tf.max(z, 1, true));
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    save([logProbabilities, distribution]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => rowsTimes(tf, dy, tf.sub(tf.exp(saved[0]!), saved[1]!));
    return { value: tf.neg(tf.sum(tf.mul(distribution, logProbabilities), 1)), gradFunc };
  });
  return composed(logits);
}

/** The rows' values as `crossEntropy`, and softmax(z) − q, for a gradient that is written out; not differentiable itself. */
export function crossEntropyWithSlopes(tf: TensorLibrary, logits: Tensor, distribution: Tensor): readonly [values: Tensor, slopes: Tensor] {
  if (tf.getKernel('CrossEntropy', tf.getBackend()) !== undefined) {
    const [values, slopes] = tf.engine().runKernel<Tensor[]>('CrossEntropy', { logits, distribution }) as [Tensor, Tensor];
    return [values, slopes];
  }
  return [crossEntropy(tf, logits, distribution), tf.sub(tf.softmax(logits), distribution)];
}

export function crossEntropyGradients(tf: TensorLibrary): readonly GradConfig[] {
  return [
    {
      kernelName: 'CrossEntropy',
      outputsToSave: [false, true],
      gradFunc: (dys, saved) => ({
        logits: () => rowsTimes(tf, (dys as Tensor[])[0]!, saved[0]!),
        distribution: () => {
          throw new Error('The cross-entropy is differentiable in the logits only');
        },
      }),
    },
  ];
}

function rowsTimes(tf: TensorLibrary, factors: Tensor, rows: Tensor): Tensor {
  return tf.mul(tf.reshape(factors, [rows.shape[0]!, 1]), rows);
}
