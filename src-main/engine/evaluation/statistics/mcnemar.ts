/**
 * Two-sided exact McNemar test: how likely it is that, of all items only one of two models got right, they fall at least as
 * unevenly as (onlyA, onlyB) when either is equally likely. Twice the smaller binomial tail, at most 1.
 * Source: McNemar 1947, doi:10.1007/BF02295996; exact form as in Fagerland, Lydersen & Laake 2013, doi:10.1186/1471-2288-13-91.
 */
export function exactMcNemar(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  const least = Math.min(onlyA, onlyB);
  if (2 * least >= n - 1) return 1;
  let term = 1;
  let sum = 1;
  for (let k = least; k > 0 && term > sum * 1e-17; k--) {
    term *= k / (n - k + 1);
    sum += term;
  }
  const log = logFactorial(n) - logFactorial(least) - logFactorial(n - least) - n * Math.LN2;
  return Math.min(1, 2 * Math.exp(log) * sum);
}

/** ln n!, exact sums below 256, Stirling's series (Abramowitz & Stegun 1964, 6.1.41) above; relative error about 1e-15. */
export function logFactorial(n: number): number {
  if (n < 256) {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
