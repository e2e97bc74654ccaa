import type { AvgPoolGradAttrs, KernelConfig, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorLibrary } from '../../tensor-library.ts';

const KERNEL = 'AvgPoolGrad';

/**
 * Corrects tfjs's gradient of average pooling in place: it divides by the whole window where padding leaves only a part of
 * one, though the pooling itself divides by that part. Each gradient is scaled by whole over part before it goes in.
 */
export function correctAveragePoolGradient(tf: TensorLibrary, backendName: string): void {
  const stock = tf.getKernel(KERNEL, backendName);
  tf.unregisterKernel(KERNEL, backendName);
  tf.registerKernel({
    ...stock,
    kernelFunc(call) {
      const { dy, input } = call.inputs as Readonly<Record<'dy' | 'input', TensorInfo>>;
      const shares = windowShares(tf, input.shape, call.attrs as unknown as AvgPoolGradAttrs);
      if (shares === null) return stock.kernelFunc(call);
      const factors = tf.tensor4d(shares.values, shares.shape);
      const scaled = tf.mul(dy as Tensor4D, factors);
      const gradient = stock.kernelFunc({ ...call, inputs: { ...call.inputs, dy: scaled } });
      tf.dispose([factors, scaled]);
      return gradient;
    },
  } satisfies KernelConfig);
}

interface Shares {
  /** [1, height, width, 1] of the pooling's result. */
  readonly shape: [number, number, number, number];
  /** Cells of a whole window by those of it that lie on the image. */
  readonly values: Float32Array;
}

/** Null where no window reaches beyond the image. */
function windowShares(tf: TensorLibrary, shape: readonly number[], { filterSize, strides, pad }: AvgPoolGradAttrs): Shares | null {
  const image = shape as [number, number, number, number];
  const pool = tf.backend_util.computePool2DInfo(image, filterSize, strides, 1, pad);
  const rows = axisShares(pool.outHeight, {
    window: pool.filterHeight,
    stride: pool.strideHeight,
    before: pool.padInfo.top,
    size: pool.inHeight,
  });
  const columns = axisShares(pool.outWidth, {
    window: pool.filterWidth,
    stride: pool.strideWidth,
    before: pool.padInfo.left,
    size: pool.inWidth,
  });
  if ([...rows, ...columns].every(share => share === 1)) return null;
  return {
    shape: [1, rows.length, columns.length, 1],
    values: Float32Array.from(rows.flatMap(row => columns.map(column => row * column))),
  };
}

interface Axis {
  readonly window: number;
  readonly stride: number;
  /** Padding in front. */
  readonly before: number;
  readonly size: number;
}

function axisShares(outputs: number, { window, stride, before, size }: Axis): readonly number[] {
  return Array.from({ length: outputs }, (_, i) => {
    const start = i * stride - before;
    return window / (Math.min(start + window, size) - Math.max(start, 0));
  });
}
