import { downsample } from '../../src-shared/lib/downsample.ts';

/** A curve as it comes over the wire: null stands for NaN. */
export interface Series {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

/** The last step known of each series: what main is asked for is what comes after. */
export function lastSteps(known: readonly Series[]): Record<string, number> {
  return Object.fromEntries(known.flatMap(({ name, steps }) => (steps.length === 0 ? [] : [[name, steps[steps.length - 1]!] as const])));
}

/**
 * Curves with what is new of them at their ends. One that grows past twice `maxPoints` is thinned out again. The very same
 * array when nothing is new, so that nothing is drawn again.
 */
export function mergeSeries(known: readonly Series[], news: readonly Series[], maxPoints: number): readonly Series[] {
  if (news.length === 0) return known;
  const byName = new Map(news.map(series => [series.name, series]));
  const grown = known.map(series => {
    const more = byName.get(series.name);
    byName.delete(series.name);
    return more === undefined ? series : joined(series, more, maxPoints);
  });
  return [...grown, ...byName.values()];
}

function joined(before: Series, more: Series, maxPoints: number): Series {
  const steps = [...before.steps, ...more.steps];
  const values = [...before.values, ...more.values].map(value => value ?? Number.NaN);
  return { name: before.name, ...(steps.length > 2 * maxPoints ? downsample({ steps, values }, maxPoints) : { steps, values }) };
}
