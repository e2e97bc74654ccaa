import type { Random } from '../../../src-shared/lib/random.ts';

/** A regression tree over the unit cube; `left` has the points below `at`. */
export type Tree =
  { readonly value: number } | { readonly coordinate: number; readonly at: number; readonly left: Tree; readonly right: Tree };

export interface Samples {
  readonly points: readonly Float64Array[];
  readonly values: readonly number[];
}

const MOST_DEPTH = 12;
const LEAST_LEAF = 3;

/** Trees of bootstrap samples, each split chosen from all coordinates. Breiman 2001, doi:10.1023/A:1010933404324. */
export function growForest({ points, values }: Samples, trees: number, random: Random): readonly Tree[] {
  return Array.from({ length: trees }, (_, t) => {
    const stream = random.split(t);
    const rows = Uint32Array.from(points, () => Math.floor(stream.next() * points.length));
    return grow({ points, values }, [...rows], 0);
  });
}

/** Where a tree sends a point. */
export function answer(tree: Tree, point: Float64Array): number {
  let node = tree;
  while ('at' in node) node = point[node.coordinate]! < node.at ? node.left : node.right;
  return node.value;
}

function grow(samples: Samples, rows: readonly number[], depth: number): Tree {
  const mean = rows.reduce((sum, row) => sum + samples.values[row]!, 0) / rows.length;
  const split = depth < MOST_DEPTH && rows.length >= 2 * LEAST_LEAF ? bestSplit(samples, rows) : null;
  if (split === null) return { value: mean };
  const { coordinate, at } = split;
  const left = rows.filter(row => samples.points[row]![coordinate]! < at);
  const right = rows.filter(row => samples.points[row]![coordinate]! >= at);
  return { coordinate, at, left: grow(samples, left, depth + 1), right: grow(samples, right, depth + 1) };
}

interface Split {
  readonly coordinate: number;
  readonly at: number;
  readonly gain: number;
}

function bestSplit({ points, values }: Samples, rows: readonly number[]): Split | null {
  const total = rows.reduce((sum, row) => sum + values[row]!, 0);
  let best: Split | null = null;
  for (let coordinate = 0; coordinate < points[rows[0]!]!.length; coordinate++) {
    const sorted = [...rows].sort((a, b) => points[a]![coordinate]! - points[b]![coordinate]!);
    let left = 0;
    for (let i = 0; i + 1 < sorted.length; i++) {
      left += values[sorted[i]!]!;
      const [here, next] = [points[sorted[i]!]![coordinate]!, points[sorted[i + 1]!]![coordinate]!];
      const [fewer, more] = [i + 1, sorted.length - i - 1];
      if (here === next || fewer < LEAST_LEAF || more < LEAST_LEAF) continue;
      const gain = left ** 2 / fewer + (total - left) ** 2 / more - total ** 2 / sorted.length;
      if (gain > 1e-12 && (best === null || gain > best.gain)) best = { coordinate, at: (here + next) / 2, gain };
    }
  }
  return best;
}
