/** A turn in the plane of two axes: c² + s² = 1. */
export interface Rotation {
  readonly c: number;
  readonly s: number;
}

/** Rotations of pairs of columns, gathered and then made together, so that a large matrix is not fetched for each of them. */
export interface Rotations {
  /** x_i ← c·x_i + s·x_j, x_j ← c·x_j − s·x_i. */
  add(i: number, j: number, rotation: Rotation): void;
  /** Makes what was gathered. */
  apply(): void;
}

/** Rotations gathered at most. */
const CAPACITY = 2 ** 15;
/** Rows worked on at once. */
const ROWS = 32;

export function createRotations(columns: readonly Float64Array[]): Rotations {
  const places = new Int32Array(2 * CAPACITY);
  const turns = new Float64Array(2 * CAPACITY);
  const part = new Float64Array(columns.length * ROWS);
  let count = 0;
  function apply(): void {
    for (let start = 0; count > 0 && start < columns.length; start += ROWS) {
      const rows = Math.min(ROWS, columns.length - start);
      columns.forEach((column, c) => part.set(column.subarray(start, start + rows), c * ROWS));
      for (let k = 0; k < count; k++)
        rotate(part, { x: places[2 * k]! * ROWS, y: places[2 * k + 1]! * ROWS }, turns[2 * k]!, turns[2 * k + 1]!);
      columns.forEach((column, c) => column.set(part.subarray(c * ROWS, c * ROWS + rows), start));
    }
    count = 0;
  }
  return {
    apply,
    add(i, j, { c, s }) {
      if (s === 0 && c === 1) return;
      if (count === CAPACITY) apply();
      places[2 * count] = i;
      places[2 * count + 1] = j;
      turns[2 * count] = c;
      turns[2 * count + 1] = s;
      count += 1;
    },
  };
}

function rotate(values: Float64Array, { x, y }: { readonly x: number; readonly y: number }, c: number, s: number): void {
  for (let i = 0; i < ROWS; i++) {
    const kept = values[x + i]!;
    const other = values[y + i]!;
    values[x + i] = c * kept + s * other;
    values[y + i] = c * other - s * kept;
  }
}
