/** Weights on the simplex, as far as float64 goes: not negative, together 1. */
export function normalised(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}

/** Weights this small move no answer, but keep a whole member in the graph. */
const NEGLIGIBLE = 1e-3;

/** Members that hardly count are left out. */
export function pruned(weights: readonly number[]): readonly number[] {
  return normalised(weights.map(weight => (weight < NEGLIGIBLE ? 0 : weight)));
}

const MAX_ROUNDS = 500;

/**
 * argmax over the simplex of Σₙ ln Σᵢ wᵢ·pᵢₙ, by expectation maximisation: wᵢ ← mean over n of wᵢ·pᵢₙ / Σⱼ wⱼ·pⱼₙ. The
 * likelihood never falls, and is concave, so the start doesn't matter. Source: Dempster, Laird & Rubin 1977.
 */
export function likeliestWeights(rightShares: readonly Float32Array[]): readonly number[] {
  const count = rightShares.length;
  const items = rightShares[0]?.length ?? 0;
  const shares = besideEachOther(rightShares);
  let weights = new Float64Array(count).fill(1 / count);
  let before = -Infinity;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = new Float64Array(count);
    let likelihood = 0;
    for (let at = 0; at < shares.length; at += count) {
      let mixed = 1e-30;
      for (let i = 0; i < count; i++) mixed += weights[i]! * shares[at + i]!;
      likelihood += Math.log(mixed);
      const part = 1 / (mixed * items);
      for (let i = 0; i < count; i++) next[i]! += shares[at + i]! * part;
    }
    weights = Float64Array.from(normalised([...next].map((value, i) => value * weights[i]!)));
    if (likelihood - before < 1e-7 * Math.abs(likelihood)) break;
    before = likelihood;
  }
  return [...weights];
}

/** `[items, members]`: what is read together lies together. */
function besideEachOther(arrays: readonly Float32Array[]): Float64Array {
  const count = arrays.length;
  const all = new Float64Array(count * (arrays[0]?.length ?? 0));
  arrays.forEach((own, i) => own.forEach((value, n) => (all[n * count + i] = value)));
  return all;
}

/**
 * argmin over the simplex of the mean squared error of Σ wᵢ·xᵢ, by gradient steps on the matrix of the members' products of
 * errors, each followed by the projection onto the simplex (Duchi et al. 2008, doi:10.1145/1390156.1390191).
 */
export function leastSquareWeights(errors: readonly Float32Array[]): readonly number[] {
  const products = errors.map(a => errors.map(b => dot(a, b)));
  const largest = Math.max(...products.map(row => row.reduce((sum, value) => sum + Math.abs(value), 0)), 1e-30);
  let weights: readonly number[] = new Array<number>(errors.length).fill(1 / errors.length);
  for (let round = 0; round < 20 * MAX_ROUNDS; round++) {
    const stepped = weights.map((weight, i) => weight - products[i]!.reduce((sum, value, j) => sum + value * weights[j]!, 0) / largest);
    const next = projected(stepped);
    const moved = next.reduce((most, weight, i) => Math.max(most, Math.abs(weight - weights[i]!)), 0);
    weights = next;
    if (moved < 1e-9) break;
  }
  return weights;
}

function projected(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => b - a);
  let [sum, shift] = [0, 0];
  sorted.forEach((value, i) => {
    sum += value;
    if (value - (sum - 1) / (i + 1) > 0) shift = (sum - 1) / (i + 1);
  });
  return values.map(value => Math.max(0, value - shift));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum / a.length;
}
