export interface Range {
  readonly low: number;
  readonly high: number;
}

/** How values are spread. Counts over all bins, zeros and values that are no number are all values. */
export interface Histogram {
  /** Of the values that are not 0, in bins of one width from `low` to `high`; the last bin holds its upper edge too. */
  readonly counts: readonly number[];
  readonly zeros: number;
  /** NaN and infinities. */
  readonly broken: number;
  readonly total: number;
  /** Of the finite values, zeros included; NaN without any. */
  readonly mean: number;
  /** Of the population. */
  readonly deviation: number;
}

/** Least and greatest finite value that is not 0; [-1, 1] without any, and widened where they are the same. */
export function rangeOf(values: ArrayLike<number>): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value === 0 || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: -1, high: 1 };
  return low === high ? { low: low - Math.abs(low) / 2, high: high + Math.abs(high) / 2 } : { low, high };
}

/** Values outside the range are counted in the first or the last bin. */
export function createHistogram(values: ArrayLike<number>, { low, high }: Range, bins: number): Histogram {
  const counts = new Array<number>(bins).fill(0);
  const scale = bins / (high - low);
  let zeros = 0;
  let broken = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value === 0) zeros += 1;
    else if (!Number.isFinite(value)) broken += 1;
    else {
      sum += value;
      const bin = Math.min(bins - 1, Math.max(0, Math.floor((value - low) * scale)));
      counts[bin] = counts[bin]! + 1;
    }
  }
  const mean = sum / (values.length - broken);
  return { counts, zeros, broken, total: values.length, mean, deviation: deviationOf(values, mean) };
}

/** Of all values of both, which have the same bins. */
export function joinHistograms(a: Histogram, b: Histogram): Histogram {
  const [countA, countB] = [a.total - a.broken, b.total - b.broken];
  const count = countA + countB;
  const meanOf = (histogram: Histogram, own: number): number => (own === 0 ? 0 : histogram.mean * (own / count));
  const mean = count === 0 ? Number.NaN : meanOf(a, countA) + meanOf(b, countB);
  const part = (histogram: Histogram, own: number): number =>
    own === 0 ? 0 : (own / count) * (histogram.deviation ** 2 + (histogram.mean - mean) ** 2);
  return {
    counts: a.counts.map((each, bin) => each + b.counts[bin]!),
    zeros: a.zeros + b.zeros,
    broken: a.broken + b.broken,
    total: a.total + b.total,
    mean,
    deviation: count === 0 ? Number.NaN : Math.sqrt(part(a, countA) + part(b, countB)),
  };
}

/** In a second pass: a difference of large sums would lose the small deviations weights have. */
function deviationOf(values: ArrayLike<number>, mean: number): number {
  let squares = 0;
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    squares += (value - mean) ** 2;
    count += 1;
  }
  return Math.sqrt(squares / count);
}
