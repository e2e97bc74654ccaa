import { normalTwoSided } from './normal.ts';

/** Up to this many differences the distribution is enumerated; beyond, the normal approximation is good to about 1e-3. */
const EXACT_UP_TO = 50;

/**
 * Two-sided Wilcoxon signed-rank test that paired differences are symmetric about 0. Zeros are left out, ties share their
 * mean rank. Exact, given the ties, up to 50 non-zero differences; else normal with the tie-corrected variance and no continuity
 * correction. Returns 1 when every difference is 0. Source: Wilcoxon 1945, doi:10.2307/3001968; ties as in Pratt & Gibbons 1981.
 */
export function wilcoxonSignedRank(differences: ArrayLike<number>): number {
  const values = Float64Array.from(differences).filter(d => d !== 0);
  if (values.length === 0) return 1;
  const { doubledRanks, tieTerm } = rankBySize(values);
  let positive = 0;
  let all = 0;
  doubledRanks.forEach((rank, i) => {
    all += rank;
    if (values[i]! > 0) positive += rank;
  });
  const smaller = Math.min(positive, all - positive);
  if (values.length <= EXACT_UP_TO) return exact(doubledRanks, smaller);
  const n = values.length;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48;
  return normalTwoSided((smaller / 2 - (n * (n + 1)) / 4) / Math.sqrt(variance));
}

/** Mean ranks of |value|, doubled to be whole numbers; Σ (t³ − t) over groups of ties. */
function rankBySize(values: Float64Array): { readonly doubledRanks: Uint32Array; readonly tieTerm: number } {
  const sizes = values.map(Math.abs);
  const order = Uint32Array.from(sizes, (_, i) => i).sort((a, b) => sizes[a]! - sizes[b]!);
  const doubledRanks = new Uint32Array(values.length);
  let tieTerm = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && sizes[order[end]!] === sizes[order[start]!]) end++;
    for (let i = start; i < end; i++) doubledRanks[order[i]!] = start + 1 + end;
    tieTerm += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { doubledRanks, tieTerm };
}

/** Twice P(rank sum ≤ smaller) over all 2^n equally likely choices of signs, at most 1. */
function exact(doubledRanks: Uint32Array, smaller: number): number {
  const total = doubledRanks.reduce((sum, rank) => sum + rank, 0);
  const ways = new Float64Array(total + 1);
  ways[0] = 1;
  for (const rank of doubledRanks) {
    for (let sum = total; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!;
  }
  let below = 0;
  for (let sum = 0; sum <= smaller; sum++) below += ways[sum]!;
  return Math.min(1, (2 * below) / 2 ** doubledRanks.length);
}
