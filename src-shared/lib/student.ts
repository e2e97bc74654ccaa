/**
 * P(|T| ≤ t) with a whole number of degrees of freedom: the finite sums 26.7.3 and 26.7.4 of Abramowitz & Stegun 1964.
 */
export function studentWithin(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const odd = degrees % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let k = odd ? 1 : 0; k < degrees - 1; k += 2) {
    sum += term;
    term *= ((k + 1) / (k + 2)) * cosine * cosine;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t with P(|T| ≤ t) = 0.95, by bisection. */
export function student95(degrees: number): number {
  if (!(degrees >= 1) || !Number.isInteger(degrees)) throw new Error(`Degrees of freedom are a whole number from 1, got ${degrees}`);
  let [low, high] = [1.9, 13];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Mean with its 95 % interval by Student's t; at least two values. `t` is `student95` of one less than their number, which
 * takes a bisection: whoever has many means of as many values looks it up once.
 */
export function meanInterval95(values: readonly number[], t = student95(values.length - 1)): MeanInterval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = t * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
