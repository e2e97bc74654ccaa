/** Round numbers from `low` to `high`, about `count` of them, or only those that are whole; none outside. */
export function ticksOf(low: number, high: number, count: number, whole = false): readonly number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(each => each >= rough) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples, not sums, so that 0.3 stays 0.3.
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return whole ? ticks.filter(Number.isInteger) : ticks;
}

/** A little room around what is drawn. */
export function roomAround(values: readonly number[], share = 0.08): readonly [number, number] {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return [0, 1];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const room = (high - low) * share || Math.abs(high) * 0.05 || 0.5;
  return [low - room, high + room];
}

/** Whole numbers from 1, not more than a dozen of them. */
export function countTicks(most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(most / 12));
  return Array.from({ length: Math.ceil(most / step) }, (_, i) => 1 + i * step);
}
