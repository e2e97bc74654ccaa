import type { Matrix } from './matrix.ts';
import { mirrorOf, reflect, unreflect } from './reflection.ts';

export interface Triangularised {
  /** Upper triangular, n × n. */
  readonly triangle: Matrix;
  /** Q·x for an x of n values: orthonormal vectors stay orthonormal. */
  restore(x: Float64Array): Float64Array;
}

/** A = Q·R of a matrix of at least as many rows as columns, by reflections (Golub & Van Loan 2013, section 5.2). */
export function triangularise({ rows, columns }: Matrix): Triangularised {
  const width = columns.length;
  const work = columns.map(column => column.slice());
  const mirrors = work.map((column, k) => {
    const mirror = mirrorOf(column.subarray(k));
    if (mirror !== null) for (let c = k; c < width; c++) reflect(work[c]!.subarray(k), mirror);
    return mirror;
  });
  const triangle = work.map((column, c) => Float64Array.from({ length: width }, (_, r) => (r <= c ? column[r]! : 0)));
  return {
    triangle: { rows: width, columns: triangle },
    restore(x) {
      const result = new Float64Array(rows);
      result.set(x);
      unreflect(result, mirrors);
      return result;
    },
  };
}
