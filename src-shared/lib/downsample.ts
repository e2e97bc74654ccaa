/** A series as two columns of the same length, by ascending step. */
export interface Series {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/**
 * At most `maxPoints` points of a series that still look like it: first and last, and per bucket of steps the least, the
 * greatest and the first NaN. So neither a spike nor the moment of divergence is lost. `maxPoints` is at least 5.
 */
export function downsample(series: Series, maxPoints: number): Series {
  const { steps, values } = series;
  const count = steps.length;
  if (count <= maxPoints) return series;
  const buckets = Math.max(1, Math.floor((maxPoints - 2) / 3));
  const kept = new Set([0, count - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * count) / buckets);
    const to = Math.floor(((bucket + 1) * count) / buckets);
    for (const index of landmarks(values, from, to)) kept.add(index);
  }
  const order = [...kept].sort((a, b) => a - b);
  return { steps: order.map(i => steps[i]!), values: order.map(i => values[i]!) };
}

function landmarks(values: readonly number[], from: number, to: number): readonly number[] {
  let low = -1;
  let high = -1;
  let notANumber = -1;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      if (notANumber < 0) notANumber = i;
      continue;
    }
    if (low < 0 || value < values[low]!) low = i;
    if (high < 0 || value > values[high]!) high = i;
  }
  return [low, high, notANumber].filter(i => i >= 0);
}
