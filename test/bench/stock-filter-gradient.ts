import type { backend_util, KernelFunc, Tensor4D } from '@tensorflow/tfjs-core';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';

/**
 * The one kernel without which no convolution trains on tfjs's own WASM back end, composed of stock operations: a slice of
 * the padded image for each place of the filter, times the gradient. With it the stock kernels can serve as the control.
 */
export function registerStockFilterGradient(tf: TensorLibrary): void {
  tf.registerKernel({ kernelName: 'Conv2DBackpropFilter', backendName: 'wasm', kernelFunc: filterGradient(tf) });
}

function filterGradient(tf: TensorLibrary): KernelFunc {
  return ({ inputs, attrs }) => {
    const { x, dy } = inputs as unknown as { readonly x: Tensor4D; readonly dy: Tensor4D };
    const [filterHeight, filterWidth, channels, filters] = attrs!['filterShape'] as [number, number, number, number];
    const strides = attrs!['strides'] as [number, number];
    const pad = attrs!['pad'] as 'same' | 'valid';
    const info: backend_util.Conv2DInfo = tf.backend_util.computeConv2DInfo(
      x.shape,
      [filterHeight, filterWidth, channels, filters],
      strides,
      1,
      pad,
    );
    if (info.strideHeight !== 1 || info.strideWidth !== 1) throw new Error('The control is written for stride 1');
    return tf.tidy(() => {
      const { top, bottom, left, right } = info.padInfo;
      const padded = tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]);
      const gradient = tf.reshape(dy, [-1, filters]);
      const places = Array.from({ length: filterHeight * filterWidth }, (_, place) => {
        const begin = [0, Math.floor(place / filterWidth), place % filterWidth, 0];
        const patch = tf.slice(padded, begin, [info.batchSize, info.outHeight, info.outWidth, channels]);
        return tf.matMul(tf.reshape(patch, [-1, channels]), gradient, true, false);
      });
      return tf.reshape(tf.concat(places, 0), [filterHeight, filterWidth, channels, filters]);
    });
  };
}
