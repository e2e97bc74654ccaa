/** A figure over a group: its mean, and how far its members lie apart. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation of the sample; 0 for one member, or where all are the same. */
  readonly deviation: number;
  readonly count: number;
}

/** Of the values that are there; undefined without any. */
export function spreadOf(values: readonly (number | undefined)[]): Spread | undefined {
  const there = values.filter(value => value !== undefined);
  const count = there.length;
  if (count === 0) return undefined;
  const mean = there.reduce((sum, value) => sum + value, 0) / count;
  const squares = there.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count === 1 ? 0 : Math.sqrt(squares / (count - 1)), count };
}

export function isSpread(value: unknown): value is Spread {
  return typeof value === 'object' && value !== null && 'deviation' in value;
}
