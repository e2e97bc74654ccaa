import type { Point } from '../../charts/lines.ts';

/** Replicates of one series read as one: their mean by step, with a 95 % interval of the mean over seeds. */
export interface Pooled {
  readonly mean: readonly Point[];
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

/**
 * Pools the steps that every replicate has; null when those are less than half of the longest one's, since a mean over
 * the few common ones would mislead. A NaN in one replicate is a NaN of the mean. Interval: Student's t.
 */
export function poolReplicates(replicates: readonly (readonly Point[])[]): Pooled | null {
  const byStep = replicates.map(points => new Map(points.map(point => [point.x, point.y])));
  const [first, ...others] = byStep;
  if (first === undefined || others.length === 0) return null;
  const common = [...first.keys()].filter(step => others.every(map => map.has(step)));
  const longest = Math.max(...replicates.map(points => points.length));
  if (common.length * 2 < longest || common.length === 0) return null;
  const pooled = common.map(x => ({ x, ...interval(byStep.map(map => map.get(x) ?? Number.NaN)) }));
  return {
    mean: pooled.map(({ x, mean }) => ({ x, y: mean })),
    low: pooled.map(({ x, mean, half }) => ({ x, y: mean - half })),
    high: pooled.map(({ x, mean, half }) => ({ x, y: mean + half })),
  };
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
