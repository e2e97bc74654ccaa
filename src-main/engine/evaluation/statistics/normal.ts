/** P(|Z| ≥ |z|) of a standard normal, relative error below 1e-10 down to 1e-300. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}

/** Quantiles the 95 % level and 80 % power need. */
export const Z_975 = 1.959963984540054;
export const Z_80 = 0.8416212335729143;

/** For x ≥ 0. Series 7.1.6 and continued fraction 7.1.14 of Abramowitz & Stegun 1964. */
function erfc(x: number): number {
  if (x < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let tail = x;
  for (let n = 60; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}
