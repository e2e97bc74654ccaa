/** The numbers of some rows, ascending; missing ones left out. */
export function sortedNumbers(numbers: ArrayLike<number>, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) if (!Number.isNaN(numbers[row]!)) values[count++] = numbers[row]!;
  return values.subarray(0, count).sort();
}

/** By linear interpolation between the two nearest of `sorted` (type 7 of Hyndman & Fan 1996); `share` in [0, 1]. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (place - low);
}

export function medianOf(numbers: ArrayLike<number>, rows: Uint32Array): number {
  return quantileOf(sortedNumbers(numbers, rows), 0.5);
}

/**
 * Where a value lies among ascending points, from 0 to 1: between two of them by linear interpolation, in the middle of
 * equal ones, at the end beyond them.
 */
export function rankAmong(points: readonly number[], value: number): number {
  const first = firstPlace(points, point => point >= value);
  const after = firstPlace(points, point => point > value);
  const last = points.length - 1;
  if (after > first) return (first + after - 1) / 2 / last;
  if (first === 0) return 0;
  if (first > last) return 1;
  const [below, above] = [points[first - 1]!, points[first]!];
  return (first - 1 + (value - below) / (above - below)) / last;
}

/** By bisection: the first point that `fits`, all after it doing so too; their number where none does. */
function firstPlace(points: readonly number[], fits: (point: number) => boolean): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(points[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
