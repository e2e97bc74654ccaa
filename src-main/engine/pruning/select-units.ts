import { keepBest } from './masks.ts';

/** Units to choose from. */
export interface Candidates {
  readonly name: string;
  readonly scores: Float32Array;
  /** Per unit: 1 may stay. */
  readonly alive: Uint8Array;
  /** Units that stay at least. */
  readonly floor: number;
}

/** Per candidate: 1 stays. */
export type Kept = Readonly<Record<string, Uint8Array>>;

/** Whether what is left is within the budget; once it is, less is as well. */
type Fits = (kept: Kept) => boolean;

/**
 * Ranks all units together and removes the lowest, as few as fit the budget; never below a floor. Among equals the later
 * goes first. When even the floors don't fit, they are what is left.
 */
export function selectOverall(candidates: readonly Candidates[], fits: Fits): Kept {
  const free = candidates.flatMap(({ scores, alive, floor }, candidate) => {
    const secured = keepBest(scores, alive, floor);
    return Array.from(alive.keys())
      .filter(unit => alive[unit] === 1 && secured[unit] === 0)
      .map(unit => ({ candidate, unit, score: scores[unit]! }));
  });
  free.sort((a, b) => a.score - b.score || b.candidate - a.candidate || b.unit - a.unit);
  const without = (removed: number): Kept => {
    const kept = candidates.map(({ alive }) => Uint8Array.from(alive));
    for (const { candidate, unit } of free.slice(0, removed)) kept[candidate]![unit] = 0;
    return Object.fromEntries(candidates.map(({ name }, i) => [name, kept[i]!]));
  };
  return without(leastThat(free.length, removed => fits(without(removed))));
}

/** Steps between no unit and all. */
const RATES = 4096;

/** Removes the same share of every candidate's units, as little as fits the budget. */
export function selectEvenly(candidates: readonly Candidates[], fits: Fits): Kept {
  const at = (removed: number): Kept =>
    Object.fromEntries(
      candidates.map(({ name, scores, alive, floor }) => [
        name,
        keepBest(scores, alive, Math.max(floor, Math.round(scores.length * (1 - removed / RATES)))),
      ]),
    );
  return at(leastThat(RATES, removed => fits(at(removed))));
}

/** Keeps this many of each; those left out stay as they are. */
export function selectCounts(candidates: readonly Candidates[], counts: Readonly<Record<string, number>>): Kept {
  return Object.fromEntries(
    candidates.map(({ name, scores, alive, floor }) => [
      name,
      keepBest(scores, alive, counts[name] === undefined ? Infinity : Math.max(floor, counts[name])),
    ]),
  );
}

/** The least of 0 … most for which it holds, by bisection; `most` when it holds for none. */
function leastThat(most: number, holds: (value: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
