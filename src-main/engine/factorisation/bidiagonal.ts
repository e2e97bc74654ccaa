import type { Matrix } from './matrix.ts';
import { mirrorOf, reflect, unreflect } from './reflection.ts';

export interface Bidiagonalised {
  readonly diagonal: Float64Array;
  /** Above the diagonal: one fewer. */
  readonly above: Float64Array;
  /** U·x and V·x, in place. */
  restoreLeft(x: Float64Array): void;
  restoreRight(x: Float64Array): void;
}

/** How many columns are worked on before others get a turn. */
const COLUMNS_PER_TURN = 32;

/** A = U·B·Vᵀ of a square matrix, B with two diagonals, by reflections from both sides (Golub & Kahan 1965, doi:10.1137/0702016). */
export async function bidiagonalise({ columns }: Matrix, turn: () => Promise<void>): Promise<Bidiagonalised> {
  const size = columns.length;
  const work = columns.map(column => column.slice());
  const left: (Float64Array | null)[] = [];
  const right: (Float64Array | null)[] = [];
  for (let k = 0; k < size; k++) {
    const mirror = mirrorOf(work[k]!.subarray(k));
    left.push(mirror);
    if (mirror !== null) for (let c = k; c < size; c++) reflect(work[c]!.subarray(k), mirror);
    if (k + 1 < size) right.push(reflectRow(work, k));
    if (k % COLUMNS_PER_TURN === 0) await turn();
  }
  return {
    diagonal: Float64Array.from(work, (column, k) => column[k]!),
    above: Float64Array.from({ length: Math.max(0, size - 1) }, (_, k) => work[k + 1]![k]!),
    restoreLeft: x => unreflect(x, left),
    restoreRight: x => unreflect(x, right, 1),
  };
}

/** Takes row k, right of its diagonal, to the first entry there, by reflecting the rows from k on. */
function reflectRow(columns: readonly Float64Array[], k: number): Float64Array | null {
  const rest = columns.slice(k + 1);
  const mirror = mirrorOf(Float64Array.from(rest, column => column[k]!));
  if (mirror === null) return null;
  const size = columns.length;
  const sums = new Float64Array(size);
  rest.forEach((column, c) => {
    const weight = mirror[c]!;
    for (let r = k; r < size; r++) sums[r] = sums[r]! + weight * column[r]!;
  });
  rest.forEach((column, c) => {
    const twice = 2 * mirror[c]!;
    for (let r = k; r < size; r++) column[r] = column[r]! - twice * sums[r]!;
  });
  return mirror;
}
