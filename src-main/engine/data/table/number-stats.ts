export interface NumberStats {
  readonly mean: number;
  readonly deviation: number;
  /** Rows that have no number. */
  readonly missing: number;
}

/** Mean and population deviation of the numbers of some rows; null where they are all the same, or there is none. */
export function numberStats(numbers: ArrayLike<number>, rows: Uint32Array): NumberStats | null {
  let count = 0;
  let sum = 0;
  // Counted loops: over millions of rows, an iterator is most of the time.
  for (let i = 0; i < rows.length; i++) {
    const value = numbers[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = numbers[rows[i]!]!;
    if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
  }
  const deviation = Math.sqrt(squares / count);
  // Rounding alone must not make a constant column vary.
  if (!(deviation > Math.abs(mean) * 1e-12) || !Number.isFinite(deviation)) return null;
  return { mean, deviation, missing: rows.length - count };
}
