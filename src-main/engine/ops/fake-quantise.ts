import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** Whole numbers 0 … `most` that stand for (step − zeroPoint)·scale. */
export interface Grid {
  readonly scale: number;
  /** Whole, 0 … `most`: the step that stands for exactly 0. */
  readonly zeroPoint: number;
  readonly most: number;
}

/** What keeps a scale of nothing but zeros from dividing by 0. */
export const LEAST_SCALE = Math.fround(1e-35);

/**
 * Each value as the grid's nearest (ties to the even step), as `QuantizeLinear` and `DequantizeLinear` of ONNX in a row. Backwards the
 * gradient goes straight through, but for values beyond the grid (Bengio 2013, arXiv:1308.3432; Jacob 2018, arXiv:1712.05877).
 */
export function fakeQuantise(tf: TensorLibrary, x: Tensor, { scale, zeroPoint, most }: Grid): Tensor {
  const [low, high] = [-zeroPoint * scale, (most - zeroPoint) * scale];
  const rounded = tf.customGrad((...args) => {
    const [given, save] = args as unknown as [Tensor, (tensors: Tensor[]) => void];
    save([given]);
    const steps = tf.clipByValue(tf.add(tf.round(tf.div(given, scale)), zeroPoint), 0, most);
    const inside = (values: Tensor): Tensor =>
      tf.mul(tf.cast(tf.greaterEqual(values, low), 'float32'), tf.cast(tf.lessEqual(values, high), 'float32'));
    return {
      value: tf.mul(tf.sub(steps, zeroPoint), scale),
      gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => tf.mul(dy as Tensor, inside(saved[0]!)),
    };
  });
  return rounded(x);
}

/**
 * As `fakeQuantise`, on a grid of `most` steps from each item's own least to its greatest value (0 among them): what `DynamicQuantizeLinear`
 * does to a batch of one. The gradient goes straight through.
 */
export function fakeQuantiseItems(tf: TensorLibrary, x: Tensor, most: number): Tensor {
  return straightThrough(tf, x, given => {
    const axes = given.shape.slice(1).map((_size, i) => i + 1);
    const low = tf.minimum(tf.min(given, axes, true), 0);
    const high = tf.maximum(tf.max(given, axes, true), 0);
    const scale = tf.maximum(tf.div(tf.sub(high, low), most), LEAST_SCALE);
    const zeroPoint = tf.round(tf.clipByValue(tf.div(tf.neg(low), scale), 0, most));
    const steps = tf.clipByValue(tf.add(tf.round(tf.div(given, scale)), zeroPoint), 0, most);
    return tf.mul(tf.sub(steps, zeroPoint), scale);
  });
}

/** A kernel as whole steps, `most` at most to either side of 0, of one scale for all that differs along these axes only. */
export function fakeQuantiseKernel(tf: TensorLibrary, kernel: Tensor, { axes, most }: { readonly axes: number[]; readonly most: number }) {
  return straightThrough(tf, kernel, given => {
    const scale = tf.maximum(tf.div(tf.max(tf.abs(given), axes, true), most), LEAST_SCALE);
    return tf.mul(tf.clipByValue(tf.round(tf.div(given, scale)), -most, most), scale);
  });
}

function straightThrough(tf: TensorLibrary, x: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  return tf.customGrad(given => ({ value: compute(given as Tensor), gradFunc: dy => dy }))(x);
}
