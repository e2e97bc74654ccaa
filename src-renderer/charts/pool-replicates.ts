import { meanInterval95, student95 } from '../../src-shared/lib/student.ts';
import type { Point } from './lines.ts';

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
  const t = student95(replicates.length - 1);
  const pooled = common.map((x, i) => ({
    x,
    ...meanInterval95(
      columns.map(column => column[i]!),
      t,
    ),
  }));
  return {
    mean: pooled.map(({ x, mean }) => ({ x, y: mean })),
    low: pooled.map(({ x, low }) => ({ x, y: low })),
    high: pooled.map(({ x, high }) => ({ x, y: high })),
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
