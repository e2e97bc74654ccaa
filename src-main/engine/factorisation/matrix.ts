/** A real matrix in double precision, column by column: what an SVD turns and reflects are columns. */
export interface Matrix {
  readonly rows: number;
  /** Each of `rows` values. */
  readonly columns: readonly Float64Array[];
}

/** From a row-major array. */
export function matrixOf(values: ArrayLike<number>, rows: number, width: number): Matrix {
  const columns = Array.from({ length: width }, (_, c) => Float64Array.from({ length: rows }, (_unused, r) => values[r * width + c]!));
  return { rows, columns };
}

export function transposed({ rows, columns }: Matrix): Matrix {
  const turned = Array.from({ length: rows }, (_, r) => Float64Array.from(columns, column => column[r]!));
  return { rows: columns.length, columns: turned };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
