import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

/** Equally likely stretches that the distribution is taken apart into; of each, its middle is drawn. */
const STRETCHES = 4096;
/** Places at which the integral is known; even. */
const STEPS = 8192;

/** One share for each of the numbers `[N]`, which are uniform in [0, 1): Beta(α, α) by its quantiles. */
export function betaShares(tf: TensorLibrary, uniform: Tensor, alpha: number): Tensor {
  if (alpha === 1) return uniform;
  const stretch = tf.cast(tf.floor(tf.mul(uniform, STRETCHES)), 'int32');
  return tf.gatherND(tf.tensor1d(betaQuantiles(alpha)), tf.reshape(stretch, [-1, 1]));
}

/**
 * Of Beta(α, α), at the middles of the stretches. With u = x^α the density x^(α−1)·(1 − x)^(α−1) dx is (1 − u^(1/α))^(α−1)/α du,
 * which is smooth from 0 to the middle of the distribution; the other half is its mirror image.
 */
export function betaQuantiles(alpha: number): Float32Array {
  const end = 0.5 ** alpha;
  const step = end / STEPS;
  const density = (u: number): number => (1 - u ** (1 / alpha)) ** (alpha - 1);
  const sums = new Float64Array(STEPS / 2 + 1);
  let half = 0;
  for (let i = 1; i < sums.length; i++) {
    const u = (2 * i - 2) * step;
    half += density(u) + 4 * density(u + step) + density(u + 2 * step);
    sums[i] = half;
  }
  const quantiles = new Float32Array(STRETCHES);
  for (let i = 0, at = 0; i < STRETCHES / 2; i++) {
    const wanted = ((2 * i + 1) / STRETCHES) * half;
    while (sums[at + 1]! < wanted) at++;
    const within = (wanted - sums[at]!) / (sums[at + 1]! - sums[at]!);
    const value = (2 * step * (at + within)) ** (1 / alpha);
    quantiles[i] = value;
    quantiles[STRETCHES - 1 - i] = 1 - value;
  }
  return quantiles;
}
