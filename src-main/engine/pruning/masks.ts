import type { Masks } from '../../../src-shared/domain/graph/model-graph.ts';

/**
 * The mask that keeps the `kept` best of the units that are still alive; a higher score is better, the earlier of equals
 * stays. Never revives a unit. `mask` null: all are alive.
 */
export function keepBest(scores: Float32Array, mask: Uint8Array | null, kept: number): Uint8Array {
  const alive = mask === null ? scores : scores.filter((_score, i) => mask[i] === 1);
  if (kept >= alive.length) return mask === null ? new Uint8Array(scores.length).fill(1) : Uint8Array.from(mask);
  return aboveThreshold(scores, mask, thresholdOf(alive, kept));
}

/**
 * As `keepBest` over all kernels together: first the floors of each, then the best of what is left, until `kept` stay.
 * Among equal scores the earlier kernel's stay. Kernels are in the order of `scores`.
 */
export function keepBestOverall(
  scores: Readonly<Record<string, Float32Array>>,
  masks: Masks,
  { kept, floors }: { readonly kept: number; readonly floors: Readonly<Record<string, number>> },
): Masks {
  const names = Object.keys(scores);
  const secured = Object.fromEntries(names.map(name => [name, keepBest(scores[name]!, masks[name] ?? null, floors[name] ?? 0)]));
  const free = names.map(name => Uint8Array.from(secured[name]!, (bit, i) => (bit === 0 && (masks[name]?.[i] ?? 1) === 1 ? 1 : 0)));
  const left = kept - names.reduce((sum, name) => sum + countOnes(secured[name]!), 0);
  const pool = concatenate(names.map((name, k) => scores[name]!.filter((_score, i) => free[k]![i] === 1)));
  if (left >= pool.length) return Object.fromEntries(names.map(name => [name, keepBest(scores[name]!, masks[name] ?? null, Infinity)]));
  const threshold = left <= 0 ? { value: Infinity, equals: 0 } : thresholdOf(pool, left);
  let { equals } = threshold;
  return Object.fromEntries(
    names.map((name, k) => {
      const added = aboveThreshold(scores[name]!, free[k]!, { value: threshold.value, equals });
      equals -= added.reduce((sum, bit, i) => sum + (bit === 1 && scores[name]![i] === threshold.value ? 1 : 0), 0);
      return [name, Uint8Array.from(secured[name]!, (bit, i) => bit | added[i]!)];
    }),
  );
}

export function countOnes(mask: Uint8Array): number {
  return mask.reduce((sum, bit) => sum + bit, 0);
}

/** The least score that stays, and how many of that score. */
interface Threshold {
  readonly value: number;
  readonly equals: number;
}

function thresholdOf(scores: Float32Array, kept: number): Threshold {
  const sorted = Float32Array.from(scores).sort();
  const first = sorted.length - kept;
  const value = sorted[first]!;
  let above = first;
  while (above < sorted.length && sorted[above] === value) above++;
  return { value, equals: kept - (sorted.length - above) };
}

function aboveThreshold(scores: Float32Array, mask: Uint8Array | null, { value, equals }: Threshold): Uint8Array {
  let left = equals;
  return Uint8Array.from(scores, (score, i) => {
    if (mask !== null && mask[i] === 0) return 0;
    if (score !== value) return score > value ? 1 : 0;
    return left-- > 0 ? 1 : 0;
  });
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
