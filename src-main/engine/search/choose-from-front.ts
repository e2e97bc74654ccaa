import { paretoFront, type Costs } from './pareto.ts';

/**
 * The knee of a front: the point farthest from the line (or plane) through the best of each objective, all scaled to
 * [0, 1]: where giving up a little of one objective buys the most of another. Place among the points; null when there are
 * none. Das 1999, doi:10.1007/BF01195985.
 */
export function kneeOf(points: readonly Costs[]): number | null {
  const front = paretoFront(points);
  const objectives = points[0]?.length ?? 0;
  const ranges = Array.from({ length: objectives }, (_, i) => {
    const values = front.map(place => points[place]![i]!);
    return { low: Math.min(...values), width: Math.max(...values) - Math.min(...values) || 1 };
  });
  let knee: { readonly place: number; readonly sum: number } | null = null;
  for (const place of front) {
    const sum = ranges.reduce((total, { low, width }, i) => total + (points[place]![i]! - low) / width, 0);
    if (knee === null || sum < knee.sum) knee = { place, sum };
  }
  return knee?.place ?? null;
}

/** The least of the first objective among points whose other costs are within the budget; null when none is. */
export function bestUnder(points: readonly Costs[], budget: readonly (number | null)[]): number | null {
  let best: number | null = null;
  points.forEach((point, place) => {
    if (!point.every((cost, i) => cost <= (budget[i] ?? Infinity))) return;
    if (best === null || point[0]! < points[best]![0]!) best = place;
  });
  return best;
}
