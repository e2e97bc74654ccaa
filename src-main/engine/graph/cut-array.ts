import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { sizeOf } from './shape-checks.ts';

/** Arrays that run parallel to parameters: optimizer slots, gradients, masks. */
export type ParallelValues = Float32Array | Uint8Array;

/** A row-major array with only these entries of these axes, in order, bit for bit; always a copy where an axis is cut. */
export function cutArray<V extends ParallelValues>(values: V, shape: Shape, kept: ReadonlyMap<number, readonly number[]>): V {
  let result = values;
  let current = [...shape];
  for (const [axis, entries] of kept) {
    result = gather(result, current, axis, entries);
    current = current.map((size, i) => (i === axis ? entries.length : size));
  }
  return result;
}

/** From here on a copied run is faster than a loop. */
const LONG = 32;

function gather<V extends ParallelValues>(values: V, shape: Shape, axis: number, kept: readonly number[]): V {
  const outer = sizeOf(shape.slice(0, axis));
  const size = shape[axis] ?? 0;
  const inner = sizeOf(shape.slice(axis + 1));
  const result = values.slice(0, outer * kept.length * inner) as V;
  let position = 0;
  for (let o = 0; o < outer; o++) {
    for (const entry of kept) {
      const start = (o * size + entry) * inner;
      if (inner >= LONG) result.set(values.subarray(start, start + inner), position);
      else for (let i = 0; i < inner; i++) result[position + i] = values[start + i]!;
      position += inner;
    }
  }
  return result;
}
