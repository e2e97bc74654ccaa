import { costOf, type Direction, type Trial } from './trial.ts';

/** Epochs of the rungs `least`, `least·η`, … up to all; rounded, rising, the last one all epochs. */
export function rungsFrom(least: number, reduction: number, epochs: number): readonly number[] {
  const rungs: number[] = [];
  for (let rung = least; Math.round(rung) < epochs; rung *= reduction) rungs.push(Math.round(rung));
  return [...new Set([...rungs, epochs])];
}

/** The cost at the end of a rung; Infinity for a trial that failed or diverged before. Null: not there yet. */
export function costAt(trial: Trial, rung: number, direction: Direction): number | null {
  const value = trial.curve[rung - 1];
  if (value !== undefined) return Number.isFinite(value) ? costOf(value, direction) : Infinity;
  return trial.state === 'failed' && rung <= trial.target ? Infinity : null;
}

/** Best first; equal ones in the order of their numbers. */
export function rankedAt(trials: readonly Trial[], rung: number, direction: Direction): readonly Trial[] {
  return trials
    .flatMap(trial => {
      const cost = costAt(trial, rung, direction);
      return cost === null ? [] : [{ trial, cost }];
    })
    .sort((a, b) => (a.cost === b.cost ? a.trial.number - b.trial.number : a.cost - b.cost))
    .map(({ trial }) => trial);
}
