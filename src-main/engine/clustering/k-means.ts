/** Numbers on a line in groups. */
export interface Clusters {
  /** Centres, ascending, all different; none without numbers. */
  readonly centres: Float32Array;
  /** Place of each number's centre. */
  readonly places: Uint16Array;
}

const MOST_ROUNDS = 200;

/**
 * k-means on a line (Lloyd 1982, doi:10.1109/TIT.1982.1056489), begun with centres at equal distances over the whole range, which keeps
 * the few large weights that matter (Han et al. 2015, arXiv:1510.00149, §3.2). Departs from both: a centre that no number is nearest to
 * moves into the group with the greatest squared error, as pruning leaves none near zero. Deterministic. At most 65,536 centres.
 */
export function clusterLine(numbers: Float32Array, most: number): Clusters {
  const sorted = Float32Array.from(numbers).sort();
  const sums = prefixSums(sorted);
  let bounds = equalBounds(sorted, most);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = boundsBetween(sorted, centresOf(sums, refilled(sums, bounds, most)));
    if (next.length === bounds.length && next.every((bound, i) => bound === bounds[i])) break;
    bounds = next;
  }
  const centres = Float32Array.from(new Set(Float32Array.from(centresOf(sums, bounds))));
  return { centres, places: placesOf(numbers, centres) };
}

interface PrefixSums {
  readonly sorted: Float32Array;
  /** Of the first i numbers, and of their squares. */
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

function prefixSums(sorted: Float32Array): PrefixSums {
  const sum = new Float64Array(sorted.length + 1);
  const squares = new Float64Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) {
    sum[i + 1] = sum[i]! + sorted[i]!;
    squares[i + 1] = squares[i]! + sorted[i]! ** 2;
  }
  return { sorted, sum, squares };
}

/** Groups are runs of the sorted numbers: group g begins at bound g and ends before bound g + 1. None is empty. */
type Bounds = readonly number[];

function equalBounds(sorted: Float32Array, most: number): Bounds {
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const centres = Array.from({ length: most }, (_, i) => low + ((high - low) * i) / Math.max(1, most - 1));
  return boundsBetween(sorted, centres);
}

/** Each number to the nearest centre, of two equally near to the lower one. */
function boundsBetween(sorted: Float32Array, centres: readonly number[]): Bounds {
  const bounds = [0];
  for (let g = 1; g < centres.length; g++) bounds.push(firstAbove(sorted, (centres[g - 1]! + centres[g]!) / 2));
  bounds.push(sorted.length);
  return bounds.filter((bound, i) => i === 0 || bound > bounds[i - 1]!);
}

function firstAbove(sorted: Float32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function centresOf({ sum }: PrefixSums, bounds: Bounds): readonly number[] {
  return bounds.slice(1).map((end, g) => (sum[end]! - sum[bounds[g]!]!) / (end - bounds[g]!));
}

/** Halves the group with the greatest error until there are enough of them, or all numbers of every group are equal. */
function refilled(sums: PrefixSums, bounds: Bounds, most: number): Bounds {
  const filled = [...bounds];
  while (filled.length - 1 < most) {
    let [worst, greatest] = [-1, 0];
    for (let g = 0; g + 1 < filled.length; g++) {
      const error = errorOf(sums, filled[g]!, filled[g + 1]!);
      if (error > greatest) [worst, greatest] = [g, error];
    }
    if (worst < 0) break;
    const [start, end] = [filled[worst]!, filled[worst + 1]!];
    const split = firstAbove(sums.sorted.subarray(start, end), (sums.sum[end]! - sums.sum[start]!) / (end - start)) + start;
    filled.splice(worst + 1, 0, split <= start || split >= end ? start + ((end - start) >>> 1) : split);
  }
  return filled;
}

/** Squared error of a run around its mean; exactly 0 where all are equal. */
function errorOf({ sorted, sum, squares }: PrefixSums, start: number, end: number): number {
  if (sorted[start] === sorted[end - 1]) return 0;
  return Math.max(squares[end]! - squares[start]! - (sum[end]! - sum[start]!) ** 2 / (end - start), Number.MIN_VALUE);
}

function placesOf(numbers: Float32Array, centres: Float32Array): Uint16Array {
  const middles = Float64Array.from(centres.subarray(1), (centre, i) => (centre + centres[i]!) / 2);
  return Uint16Array.from(numbers, number => {
    let [low, high] = [0, middles.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (number <= middles[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
