import type { Random } from '../../../../src-shared/lib/random.ts';

/** A figure as a function of how often each item was drawn; all ones gives the figure itself. */
export interface Statistic {
  value(counts: Uint32Array): number;
  /** At most this many resamples; the first ones are used. */
  readonly resamples: number;
}

export interface BootstrapCall {
  readonly items: number;
  readonly statistics: readonly Statistic[];
  readonly random: Random;
  turn(): Promise<void>;
}

/** Items × resamples between two turns; about 5 ms. */
const WORK_BETWEEN_TURNS = 500_000;

/**
 * Draws items with replacement and evaluates every statistic on the *same* draws, so that differences are paired. One array of
 * values a statistic. Source: Efron 1979, doi:10.1214/aos/1176344552.
 */
export async function bootstrap({ items, statistics, random, turn }: BootstrapCall): Promise<Float64Array[]> {
  const most = statistics.reduce((max, statistic) => Math.max(max, statistic.resamples), 0);
  const results = statistics.map(statistic => new Float64Array(statistic.resamples));
  const counts = new Uint32Array(items);
  const perUint32 = items / 2 ** 32;
  const every = Math.max(1, Math.floor(WORK_BETWEEN_TURNS / (items * Math.max(1, statistics.length))));
  for (let r = 0; r < most; r++) {
    if (r % every === 0) await turn();
    counts.fill(0);
    for (let i = 0; i < items; i++) counts[Math.floor(random.nextUint32() * perUint32)]!++;
    statistics.forEach((statistic, s) => {
      if (r < statistic.resamples) results[s]![r] = statistic.value(counts);
    });
  }
  return results;
}

/** The central 95 % (percentile interval, linear between order statistics); figures that were undefined in a resample are left out. */
export function percentile95(values: Float64Array): readonly [low: number, high: number] {
  const sorted = values.filter(value => !Number.isNaN(value)).sort();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

/** Of ascending values; linear interpolation, type 7 of Hyndman & Fan 1996. NaN when there are none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}
