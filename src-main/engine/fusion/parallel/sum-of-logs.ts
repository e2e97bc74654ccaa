import { LEAST_SHARE } from '../../graph/layers/logits.layer.ts';

/** Factors that are multiplied before a logarithm is taken: 8 of the least share come to 1e-240, which float64 still holds. */
const TOGETHER = 8;

/** Σ ln max(a + b, 1e-30) of sums of at most some thousands; an eighth of the logarithms, which are what takes the time. */
export function sumOfLogs(a: Float64Array, b: Float32Array): number {
  let sum = 0;
  let product = 1;
  for (let n = 0; n < a.length; n++) {
    product *= Math.max(a[n]! + b[n]!, LEAST_SHARE);
    if (n % TOGETHER !== TOGETHER - 1) continue;
    sum += Math.log(product);
    product = 1;
  }
  return sum + Math.log(product);
}
