import type { ValueHistogram, ValueRange } from '../range-estimator.ts';

/** Candidates for where to cut are as many bins apart. */
const STRIDE = 8;

/** Of magnitudes: bins from 0 to the greatest one. */
export interface Magnitudes {
  readonly greatest: number;
  readonly counts: Float64Array;
  /** Levels an 8-bit grid has for them: half of them where values have two signs. */
  readonly levels: number;
}

export function magnitudesOf({ low, high, counts }: ValueHistogram): Magnitudes {
  const greatest = Math.max(Math.abs(low), Math.abs(high));
  const levels = low < 0 && high > 0 ? 128 : 256;
  const folded = new Float64Array(counts.length);
  const width = (high - low) / counts.length;
  counts.forEach((count, bin) => {
    const centre = Math.abs(low + width * (bin + 0.5));
    folded[Math.min(folded.length - 1, Math.floor((centre / greatest) * folded.length))]! += count;
  });
  return { greatest, counts: folded, levels };
}

/** The range whose cut at the first `bins` bins of magnitudes has the least loss. Nothing is cut where all values are 0. */
export function leastLoss(histogram: ValueHistogram, loss: (magnitudes: Magnitudes, bins: number) => number): ValueRange {
  const low = Math.min(histogram.low, 0);
  const high = Math.max(histogram.high, 0);
  const magnitudes = magnitudesOf(histogram);
  if (!(magnitudes.greatest > 0)) return { low, high };
  const { counts, levels, greatest } = magnitudes;
  let [best, least] = [counts.length, Infinity];
  for (let bins = levels; bins <= counts.length; bins += STRIDE) {
    const found = loss(magnitudes, bins);
    if (found < least) [best, least] = [bins, found];
  }
  const cut = (greatest * best) / counts.length;
  return { low: Math.max(low, -cut), high: Math.min(high, cut) };
}
