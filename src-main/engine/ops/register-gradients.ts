import type { TensorLibrary } from '../tensor-library.ts';
import { biasGradients } from './add-bias.ts';
import { batchNormGradients } from './batch-normalise.ts';
import { crossEntropyGradients } from './cross-entropy.ts';
import { reluGradients } from './relu-gradient.ts';

/**
 * Tells tfjs the gradients of this folder's kernels, and of ReLU. Gradients are tfjs-wide: they hold for every back end of
 * the process, and one that lacks a kernel composes it.
 */
export function registerGradients(tf: TensorLibrary): void {
  if (tf.getGradient('BiasAdd') !== undefined) return;
  tf.unregisterGradient('Relu');
  for (const gradients of [reluGradients, biasGradients, crossEntropyGradients, batchNormGradients]) {
    for (const gradient of gradients(tf)) tf.registerGradient(gradient);
  }
}
