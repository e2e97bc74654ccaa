/** Temperatures the slider reaches. */
export const LEAST_TEMPERATURE = 0.5;
export const GREATEST_TEMPERATURE = 20;

/** softmax(z / T); a class nobody knows has no share. */
export function soften(logits: readonly number[], temperature: number, unknown: ReadonlySet<number> = new Set()): readonly number[] {
  let top = -Infinity;
  logits.forEach((z, c) => (top = unknown.has(c) ? top : Math.max(top, z)));
  const powers = logits.map((z, c) => (unknown.has(c) ? 0 : Math.exp((z - top) / temperature)));
  const sum = powers.reduce((total, p) => total + p, 0);
  return powers.map(p => p / sum);
}

/** Of q from p, in nats; infinite where q rules out what p does not. */
export function divergence(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, c) => (share === 0 ? sum : sum + share * Math.log(share / (q[c] ?? 0))), 0);
}

/** The first of equals. */
export function likeliest(shares: readonly number[]): number {
  return shares.reduce((best, share, c) => (share > (shares[best] ?? 0) ? c : best), 0);
}

/** Slider place in [0, 1] of a temperature, on a logarithmic scale, and back with two significant figures. */
export function placeOf(temperature: number): number {
  return Math.log(temperature / LEAST_TEMPERATURE) / Math.log(GREATEST_TEMPERATURE / LEAST_TEMPERATURE);
}

export function temperatureAt(place: number): number {
  return Number((LEAST_TEMPERATURE * (GREATEST_TEMPERATURE / LEAST_TEMPERATURE) ** place).toPrecision(2));
}

/** Rows of a strip: all classes where they are few, else those with the most, and the rest in one row of `null`. */
export function stripClasses(shares: readonly (readonly number[])[], classes: number, most: number): readonly (number | null)[] {
  if (classes <= most) return Array.from({ length: classes }, (_, c) => c);
  const sums = Array.from({ length: classes }, (_, c) => shares.reduce((sum, item) => sum + (item[c] ?? 0), 0));
  const kept = [...sums.keys()].sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0)).slice(0, most - 1);
  return [...kept.sort((a, b) => a - b), null];
}

/** Share of a strip's row; what the other rows leave over, for `null`. */
export function rowShare(shares: readonly number[], row: number | null, rows: readonly (number | null)[]): number {
  if (row !== null) return shares[row] ?? 0;
  return Math.max(0, 1 - rows.reduce<number>((sum, c) => sum + (c === null ? 0 : (shares[c] ?? 0)), 0));
}

/** The classes next to the label by share, those worth a word. */
export function nextTo(shares: readonly number[], label: number, most = 3, least = 0.001): readonly number[] {
  return [...shares.keys()]
    .filter(c => c !== label && (shares[c] ?? 0) >= least)
    .sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))
    .slice(0, most);
}
