import { student95, studentWithin } from '../../../../src-shared/lib/student.ts';

export interface ResampledTest {
  readonly mean: number;
  /** 95 % interval of the mean. */
  readonly low: number;
  readonly high: number;
  readonly t: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Whether the mean of paired differences over folds is zero. Folds share training items, so their variance is taken times
 * 1/n + held out/trained on, and not 1/n. Source: Nadeau & Bengio 2003, "Inference for the generalization error"; over
 * repeated folds with n of all rounds: Bouckaert & Frank 2004. `heldOutRatio`: items held out by those trained on, mean
 * over folds. At least two differences. All equal ones that are not zero: p is 0; all zero: 1.
 */
export function correctedResampledT(differences: readonly number[], heldOutRatio: number): ResampledTest {
  const n = differences.length;
  if (n < 2) throw new Error(`At least two folds are required for a test, got ${n}`);
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const error = Math.sqrt((1 / n + heldOutRatio) * variance);
  const half = student95(n - 1) * error;
  const t = error === 0 ? (mean === 0 ? 0 : Math.sign(mean) * Infinity) : mean / error;
  const p = Number.isFinite(t) ? Math.max(0, 1 - studentWithin(Math.abs(t), n - 1)) : 0;
  return { mean, low: mean - half, high: mean + half, t, p };
}
