/** Costs of one point: less is better in each. */
export type Costs = readonly number[];

/** No worse in anything, and better in something. */
export function dominates(a: Costs, b: Costs): boolean {
  return a.every((cost, i) => cost <= b[i]!) && a.some((cost, i) => cost < b[i]!);
}

/** Places of the points that no other dominates, in the order given. */
export function paretoFront(points: readonly Costs[]): readonly number[] {
  return points.flatMap((point, i) => (points.some(other => dominates(other, point)) ? [] : [i]));
}

/**
 * A rank per point, distinct: the front it is in (those of the first front are dominated by none, those of the second only
 * by the first's), and within a front the less crowded first. Deb et al. 2002, doi:10.1109/4235.996017.
 */
export function paretoFronts(points: readonly Costs[]): readonly number[] {
  const ranks = new Array<number>(points.length).fill(0);
  let left = points.map((_, i) => i);
  let place = 0;
  while (left.length > 0) {
    const front = paretoFront(left.map(i => points[i]!)).map(i => left[i]!);
    const room = crowding(front.map(i => points[i]!));
    const ordered = front.map((point, i) => ({ point, room: room[i]! })).sort((a, b) => b.room - a.room || a.point - b.point);
    for (const { point } of ordered) ranks[point] = place++;
    const placed = new Set(front);
    left = left.filter(i => !placed.has(i));
  }
  return ranks;
}

/** Crowding distance of the points of one front: the sides of the box between their neighbours; Infinity at the ends. */
export function crowding(front: readonly Costs[]): readonly number[] {
  const room = new Array<number>(front.length).fill(0);
  const objectives = front[0]?.length ?? 0;
  for (let m = 0; m < objectives; m++) {
    const order = front.map((_, i) => i).sort((a, b) => front[a]![m]! - front[b]![m]!);
    const [first, last] = [order[0]!, order[order.length - 1]!];
    const range = front[last]![m]! - front[first]![m]!;
    room[first] = Infinity;
    room[last] = Infinity;
    if (range <= 0) continue;
    for (let k = 1; k < order.length - 1; k++) room[order[k]!]! += (front[order[k + 1]!]![m]! - front[order[k - 1]!]![m]!) / range;
  }
  return room;
}
