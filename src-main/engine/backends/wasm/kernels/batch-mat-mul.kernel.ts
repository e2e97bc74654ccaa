import type { TensorInfo } from '@tensorflow/tfjs-core';
import { matrixAt, multiplyMatrices } from './multiply-matrices.ts';
import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel, WasmKernelCall } from './wasm-kernel.ts';

/**
 * Replaces tfjs's: its own takes a scalar path for a transposed operand (every gradient of a matrix product has one) and
 * for more than one matrix, packs the weights anew, slowly, after each update of them, and leaves an empty sum undefined.
 */
export const batchMatMulKernel: WasmKernel = {
  name: 'BatchMatMul',
  run(call) {
    const a = inputOf(call.inputs, 'a');
    const b = inputOf(call.inputs, 'b');
    return a.dtype === 'float32' && b.dtype === 'float32' ? multiplyBatch(call, a, b) : call.stock();
  },
};

function multiplyBatch({ tf, heap, attrs }: WasmKernelCall, a: TensorInfo, b: TensorInfo): TensorInfo {
  const transposeA = attrs['transposeA'] === true;
  const transposeB = attrs['transposeB'] === true;
  const left = lastTwo(a.shape);
  const right = lastTwo(b.shape);
  const [rows, inner] = transposeA ? [left.columns, left.rows] : [left.rows, left.columns];
  const [innerOfB, columns] = transposeB ? [right.columns, right.rows] : [right.rows, right.columns];
  if (inner !== innerOfB) throw new Error(`A product needs equal inner lengths, got [${a.shape.join()}] and [${b.shape.join()}]`);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, rows, columns];
  const out = inner === 0 ? heap.zeros(shape) : heap.output(shape);
  const addressA = heap.address(a);
  const addressB = heap.address(b);
  const target = heap.address(out);
  const places = sourcePlaces(batch, a.shape, b.shape);
  places.forEach(([placeA, placeB], index) =>
    multiplyMatrices(heap, {
      a: matrixAt(addressA + placeA * left.rows * left.columns * 4, left.columns, transposeA),
      b: matrixAt(addressB + placeB * right.rows * right.columns * 4, right.columns, transposeB),
      target: target + index * rows * columns * 4,
      ...{ rows, columns, inner, accumulate: false },
    }),
  );
  return out;
}

/** For every matrix of the result, which of A's and of B's it is made from, axes of length 1 standing for all. */
function sourcePlaces(
  batch: readonly number[],
  shapeA: readonly number[],
  shapeB: readonly number[],
): readonly (readonly [number, number])[] {
  const count = batch.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, index) => [placeOf(index, batch, shapeA), placeOf(index, batch, shapeB)]);
}

function placeOf(index: number, batch: readonly number[], shape: readonly number[]): number {
  const axes = shape.slice(0, -2);
  let rest = index;
  let place = 0;
  let stride = 1;
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    const position = rest % batch[axis]!;
    rest = Math.floor(rest / batch[axis]!);
    const length = axes[axis - batch.length + axes.length] ?? 1;
    if (length > 1) place += position * stride;
    stride *= length;
  }
  return place;
}

function lastTwo(shape: readonly number[]): { readonly rows: number; readonly columns: number } {
  return { rows: shape.at(-2) ?? 1, columns: shape.at(-1) ?? 1 };
}
