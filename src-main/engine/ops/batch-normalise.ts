import type { GradConfig } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

export interface NormalisedBatch {
  readonly values: Tensor;
  /** Of each channel. */
  readonly mean: Tensor;
  /** Biased. */
  readonly variance: Tensor;
}

/**
 * (x − μ)/√(σ² + ε)·scale + offset with the batch's own mean and biased variance of each channel (last axis);
 * differentiable in x, scale and offset. Kernels `BatchNormTraining` (`x` [N, H, W, C], `scale`, `offset`, an empty `none`;
 * attribute `epsilon`; gives values, mean, unbiased variance and what the gradient needs) and `BatchNormTrainingGrad` where
 * the back end has them.
 */
export function batchNormalise(
  tf: TensorLibrary,
  x: Tensor,
  { scale, offset }: { readonly scale: Tensor; readonly offset: Tensor },
  epsilon: number,
): NormalisedBatch {
  if (tf.getKernel('BatchNormTraining', tf.getBackend()) !== undefined) {
    const count = x.size / scale.size;
    const images = x.rank === 4 ? x : tf.reshape(x, [count, 1, 1, scale.size]);
    const inputs = { x: images, scale, offset, none: tf.tensor1d([], 'float32') };
    const made = tf.engine().runKernel<Tensor[]>('BatchNormTraining', inputs, { epsilon });
    const [values, mean, unbiased] = made as [Tensor, Tensor, Tensor];
    return { values: x.rank === 4 ? values : tf.reshape(values, x.shape), mean, variance: tf.mul(unbiased, (count - 1) / count) };
  }
  const axes = x.shape.slice(0, -1).map((_size, axis) => axis);
  const mean = tf.mean(x, axes);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), axes);
  return { values: normalise(tf, x, { scale, offset, mean, variance }, epsilon), mean, variance };
}

export interface Statistics {
  readonly scale: Tensor;
  readonly offset: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** The same with given statistics. */
export function normalise(tf: TensorLibrary, x: Tensor, { scale, offset, mean, variance }: Statistics, epsilon: number): Tensor {
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(tf.sub(x, mean), factor), offset);
}

export function batchNormGradients(tf: TensorLibrary): readonly GradConfig[] {
  return [
    {
      kernelName: 'BatchNormTraining',
      inputsToSave: ['x', 'scale'],
      outputsToSave: [false, false, false, true, true, true],
      gradFunc(dys, saved, attributes) {
        const [x, scale, r1, r2, r3] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
        // Not within the functions below: tfjs frees what one of them leaves behind.
        const made = tf
          .engine()
          .runKernel<Tensor[]>('BatchNormTrainingGrad', { dy: (dys as Tensor[])[0]!, x, scale, r1, r2, r3 }, attributes);
        return { x: () => made[0]!, scale: () => made[1]!, offset: () => made[2]! };
      },
    },
  ];
}
