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
  for (const row of rows) {
    const value = numbers[row]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (const row of rows) if (!Number.isNaN(numbers[row]!)) squares += (numbers[row]! - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  // Rounding alone must not make a constant column vary.
  if (!(deviation > Math.abs(mean) * 1e-12) || !Number.isFinite(deviation)) return null;
  return { mean, deviation, missing: rows.length - count };
}
