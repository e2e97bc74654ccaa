export type Confusion = readonly (readonly number[])[];

/** The greatest share of a row that was answered wrong in one way, over several matrices: the top of their common scale. */
export function greatestError(matrices: readonly Confusion[]): number {
  let greatest = 0;
  for (const matrix of matrices) {
    for (const [actual, row] of matrix.entries()) {
      const total = sum(row);
      if (total === 0) continue;
      for (const [answer, count] of row.entries()) if (answer !== actual) greatest = Math.max(greatest, count / total);
    }
  }
  return greatest;
}

export interface Mistake {
  readonly actual: number;
  readonly answer: number;
  readonly count: number;
  /** Items of the class. */
  readonly total: number;
}

/** The most frequent mistakes, for matrices too large to be read. */
export function worstConfusions(matrix: Confusion, most: number): readonly Mistake[] {
  return matrix
    .flatMap((row, actual) => row.map((count, answer) => ({ actual, answer, count, total: sum(row) })))
    .filter(({ actual, answer, count }) => actual !== answer && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

function sum(row: readonly number[]): number {
  return row.reduce((total, count) => total + count, 0);
}
