import type { Point } from '../../charts/lines.ts';

/** Replicates of one series read as one: their mean by step, with a 95 % interval of the mean over seeds. */
export interface Pooled {
  readonly mean: readonly Point[];
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

/**
 * Pools replicates over the stretch that all of them have, at the steps of the one with the most points; the others are read
 * between their points, since each was thinned out on its own. Null when the stretch holds less than half of those steps: a
 * mean over few would mislead. A NaN in one replicate is a NaN of the mean. Interval: Student's t.
 */
export function poolReplicates(replicates: readonly (readonly Point[])[]): Pooled | null {
  if (replicates.length < 2 || replicates.some(points => points.length === 0)) return null;
  const from = Math.max(...replicates.map(points => points[0]!.x));
  const to = Math.min(...replicates.map(points => points[points.length - 1]!.x));
  const densest = replicates.reduce((most, points) => (points.length > most.length ? points : most));
  const common = densest.map(point => point.x).filter(x => x >= from && x <= to);
  if (common.length * 2 < densest.length || common.length === 0) return null;
  const columns = replicates.map(points => valuesAt(points, common));
  const pooled = common.map((x, i) => ({ x, ...interval(columns.map(column => column[i]!)) }));
  return {
    mean: pooled.map(({ x, mean }) => ({ x, y: mean })),
    low: pooled.map(({ x, mean, half }) => ({ x, y: mean - half })),
    high: pooled.map(({ x, mean, half }) => ({ x, y: mean + half })),
  };
}

/** At ascending places inside the points' range: linear between the two nearest. */
function valuesAt(points: readonly Point[], xs: readonly number[]): readonly number[] {
  let next = 0;
  return xs.map(x => {
    while (points[next]!.x < x) next++;
    const after = points[next]!;
    const before = points[next - 1];
    if (after.x === x || before === undefined) return after.y;
    return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x);
  });
}

function interval(values: readonly number[]): { readonly mean: number; readonly half: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, half: studentT(n - 1) * Math.sqrt(variance / n) };
}

/** The 97.5 % point for 1 to 10 degrees of freedom; beyond, the first terms of its expansion around the normal one (error < 0.002). */
function studentT(degrees: number): number {
  return T_975[degrees - 1] ?? 1.96 + 2.4 / degrees;
}

const T_975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
