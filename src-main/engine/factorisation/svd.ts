import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { bidiagonalise } from './bidiagonal.ts';
import { diagonalise } from './diagonalise.ts';
import { transposed, type Matrix } from './matrix.ts';
import { createRotations } from './rotations.ts';
import { triangularise } from './triangular.ts';

/** A = Σ σ_i·u_i·v_iᵀ, with min(rows, columns) terms. */
export interface Svd {
  /** Orthonormal, each of as many values as A has rows. */
  readonly left: readonly Float64Array[];
  /** Not negative, falling. */
  readonly values: Float64Array;
  /** Orthonormal, each of as many values as A has columns. */
  readonly right: readonly Float64Array[];
}

/**
 * Singular value decomposition after Golub & Kahan: a triangle, two diagonals, then one, all by reflections and rotations
 * (Chan 1982, doi:10.1145/355984.355990, for the triangle first). In double precision, always in the same order: the same
 * matrix gives the same bits; errors are of the order of the greatest value's last digits. The matrix is left alone. `turn`
 * is awaited every few steps. Throws `invalid-input` for values that are no finite numbers.
 */
export async function svdOf(matrix: Matrix, turn: () => Promise<void> = () => Promise.resolve()): Promise<Svd> {
  const greatest = greatestOf(matrix);
  if (matrix.rows < matrix.columns.length) {
    const { left, values, right } = await svdOf(transposed(matrix), turn);
    return { left: right, values, right: left };
  }
  const { triangle, restore } = triangularise(scaled(matrix, greatest));
  const { diagonal, above, restoreLeft, restoreRight } = await bidiagonalise(triangle, turn);
  const size = diagonal.length;
  const [left, right] = [identity(size), identity(size)];
  const turns = { left: createRotations(left), right: createRotations(right) };
  await diagonalise({ diagonal, above, ...turns }, turn);
  turns.left.apply();
  turns.right.apply();
  const order = [...diagonal.keys()].sort((a, b) => Math.abs(diagonal[b]!) - Math.abs(diagonal[a]!) || a - b);
  return {
    values: Float64Array.from(order, i => Math.abs(diagonal[i]!) * greatest),
    left: order.map(i => {
      restoreLeft(left[i]!);
      return restore(left[i]!);
    }),
    right: order.map(i => {
      restoreRight(right[i]!);
      return diagonal[i]! < 0 ? right[i]!.map(value => -value) : right[i]!;
    }),
  };
}

function greatestOf({ columns }: Matrix): number {
  let greatest = 0;
  for (const column of columns) {
    for (const value of column) {
      if (!Number.isFinite(value)) throw invalidInput(`finite numbers are required for a singular value decomposition, got ${value}`);
      greatest = Math.max(greatest, Math.abs(value));
    }
  }
  return greatest;
}

/** To a greatest entry of 1. */
function scaled({ rows, columns }: Matrix, greatest: number): Matrix {
  return { rows, columns: columns.map(column => (greatest === 0 ? column.slice() : column.map(value => value / greatest))) };
}

function identity(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, c) => Float64Array.from({ length: size }, (_unused, r) => (r === c ? 1 : 0)));
}
