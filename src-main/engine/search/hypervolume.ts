import { dominates, type Costs } from './pareto.ts';

/**
 * The volume that the points dominate within the corner `reference`, which no better point lies beyond. Exact; 1 to 3
 * objectives. Points that are beyond the reference in any objective add nothing.
 */
export function hypervolume(points: readonly Costs[], reference: Costs): number {
  const inside = points.filter(point => point.every((cost, i) => cost < reference[i]!));
  if (reference.length === 1) return inside.length === 0 ? 0 : reference[0]! - Math.min(...inside.map(([cost = 0]) => cost));
  if (reference.length === 2) return area(inside, reference);
  if (reference.length !== 3) throw new Error(`1 to 3 objectives are required for a hypervolume, got ${reference.length}`);
  return volume(inside, reference);
}

/** Stairs from left to right. */
function area(points: readonly Costs[], [right = 0, top = 0]: Costs): number {
  const sorted = [...points].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
  let sum = 0;
  let floor = top;
  for (const [x = 0, y = 0] of sorted) {
    if (y >= floor) continue;
    sum += (right - x) * (floor - y);
    floor = y;
  }
  return sum;
}

/** Slices along the third objective, each as thick as it is to the next point. */
function volume(points: readonly Costs[], reference: Costs): number {
  const sorted = [...points].sort((a, b) => a[2]! - b[2]!);
  return sorted.reduce((sum, [, , z = 0], i) => {
    const above = sorted[i + 1]?.[2] ?? reference[2]!;
    return sum + (above - z) * area(sorted.slice(0, i + 1), reference);
  }, 0);
}

/** The hypervolume after each point, in the order given; null for a point that was not measured. */
export function hypervolumeOverTime(points: readonly (Costs | null)[], reference: Costs): readonly number[] {
  let front: readonly Costs[] = [];
  let current = 0;
  return points.map(point => {
    if (point === null || front.some(other => dominates(other, point))) return current;
    front = [...front.filter(other => !dominates(point, other)), point];
    current = hypervolume(front, reference);
    return current;
  });
}

/** The worst of every objective among the points, and a tenth of the range beyond: what the volume is measured from. */
export function referenceFor(points: readonly Costs[]): Costs {
  const objectives = points[0]?.length ?? 0;
  return Array.from({ length: objectives }, (_, i) => {
    const values = points.map(point => point[i]!);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return high + 0.1 * (high - low || Math.abs(high) || 1);
  });
}
