import { choleskyInPlace, solveLower, solveUpper } from './cholesky.ts';

/** What a Gaussian process is fitted to. */
export interface Observed {
  readonly points: readonly Float64Array[];
  /** Standardised: mean 0, deviation 1. */
  readonly values: readonly number[];
}

/** Natural logarithms: a length per coordinate, then the variance of the noise beside a signal of variance 1. */
export type KernelLogs = readonly number[];

export interface GaussianProcess {
  predict(point: Float64Array): { readonly mean: number; readonly deviation: number };
}

/** Matérn 5/2 with a length per coordinate, signal variance 1. Rasmussen & Williams 2006, equation 4.17. */
export function matern(a: Float64Array, b: Float64Array, lengths: Float64Array): number {
  let square = 0;
  for (let i = 0; i < a.length; i++) {
    const d = (a[i]! - b[i]!) / lengths[i]!;
    square += d * d;
  }
  const r = Math.sqrt(5 * square);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/** Null where the matrix is not positive definite. */
export function conditionOn({ points, values }: Observed, logs: KernelLogs): GaussianProcess | null {
  const fit = factorise({ points, values }, logs);
  if (fit === null) return null;
  const { l, lengths } = fit;
  const n = points.length;
  const alpha = solveUpper(l, n, Float64Array.from(fit.whitened));
  return {
    predict(point) {
      const k = Float64Array.from(points, other => matern(point, other, lengths));
      const mean = k.reduce((sum, value, i) => sum + value * alpha[i]!, 0);
      const v = solveLower(l, n, k);
      const explained = v.reduce((sum, value) => sum + value * value, 0);
      return { mean, deviation: Math.sqrt(Math.max(1e-12, 1 - explained)) };
    },
  };
}

/** Logarithm of the marginal likelihood, with weak priors that keep lengths near the side of the cube and the noise small. */
export function logEvidence(observed: Observed, logs: KernelLogs): number {
  const fit = factorise(observed, logs);
  if (fit === null) return -Infinity;
  const { l, whitened } = fit;
  const n = observed.points.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum -= Math.log(l[i * n + i]!) + 0.5 * whitened[i]! ** 2;
  const lengths = logs.slice(0, -1).reduce((prior, log) => prior - 0.5 * ((log - LENGTH_LOG) / LENGTH_SPREAD) ** 2, 0);
  return sum + lengths - 0.5 * (((logs[logs.length - 1] ?? NOISE_LOG) - NOISE_LOG) / NOISE_SPREAD) ** 2;
}

const LENGTH_LOG = Math.log(0.5);
const LENGTH_SPREAD = 1;
const NOISE_LOG = Math.log(1e-3);
const NOISE_SPREAD = 2;

/** The likeliest lengths and noise, by steps along one coordinate after the other that grow shorter. */
export function fitKernel(observed: Observed, rounds: number): KernelLogs {
  const size = observed.points[0]?.length ?? 0;
  let logs: KernelLogs = [...Array.from({ length: size }, () => LENGTH_LOG), NOISE_LOG];
  let best = logEvidence(observed, logs);
  let step = 1;
  for (let round = 0; round < rounds; round++, step /= 2) {
    for (let i = 0; i <= size; i++) {
      for (const sign of [1, -1]) {
        const moved = logs.map((log, k) => (k === i ? log + sign * step : log));
        const evidence = logEvidence(observed, moved);
        if (evidence <= best) continue;
        best = evidence;
        logs = moved;
        break;
      }
    }
  }
  return logs;
}

function factorise({ points, values }: Observed, logs: KernelLogs): Fit | null {
  const n = points.length;
  const lengths = Float64Array.from(logs.slice(0, -1), Math.exp);
  const noise = Math.exp(logs[logs.length - 1] ?? NOISE_LOG) + 1e-8;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) l[i * n + j] = matern(points[i]!, points[j]!, lengths);
    l[i * n + i] = 1 + noise;
  }
  if (!choleskyInPlace(l, n)) return null;
  return { l, lengths, whitened: solveLower(l, n, Float64Array.from(values)) };
}

interface Fit {
  readonly l: Float64Array;
  readonly lengths: Float64Array;
  /** L⁻¹·y. */
  readonly whitened: Float64Array;
}
