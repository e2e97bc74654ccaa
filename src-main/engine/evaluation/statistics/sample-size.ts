import { Z_80, Z_975 } from './normal.ts';

/**
 * Items at which a two-sided McNemar test at 5 % sees, with 80 % power, models that differ as these do; null when they don't.
 * n = (z_α √ψ + z_β √(ψ − δ²))² / δ², ψ the share of items only one of them gets right, δ the difference of the two shares.
 * Source: Miettinen 1968, doi:10.2307/2528096; Connor 1987, doi:10.2307/2531961.
 */
export function itemsForMcNemar(onlyA: number, onlyB: number, items: number): number | null {
  if (onlyA === onlyB) return null;
  const discordant = (onlyA + onlyB) / items;
  const difference = (onlyA - onlyB) / items;
  return Math.ceil((Z_975 * Math.sqrt(discordant) + Z_80 * Math.sqrt(discordant - difference ** 2)) ** 2 / difference ** 2);
}

/**
 * Items at which a signed-rank test sees a mean paired difference of this size: that of the paired t-test,
 * ((z_α + z_β) σ / δ)², over the rank test's relative efficiency 3/π for normal differences; null when the mean is 0.
 * Source: Noether 1987, doi:10.1080/01621459.1987.10478478 (sample sizes of rank tests); Lehmann 1975 for the efficiency.
 */
export function itemsForSignedRank(differences: ArrayLike<number>): number | null {
  const n = differences.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += differences[i]!;
  const mean = sum / n;
  if (mean === 0) return null;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (differences[i]! - mean) ** 2;
  const variance = squares / Math.max(1, n - 1);
  return Math.max(2, Math.ceil((((Z_975 + Z_80) ** 2 * variance) / mean ** 2) * (Math.PI / 3)));
}
