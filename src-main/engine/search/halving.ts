import { rankedAt } from './rungs.ts';
import type { Work } from './scheduler.ts';
import type { Direction, Trial } from './trial.ts';

/** Trials that compete with each other, rung by rung. */
export interface Cohort {
  /** Its number, which its trials carry as their bracket. */
  readonly bracket: number;
  readonly rungs: readonly number[];
  /** Trials that it begins with. */
  readonly size: number;
}

/** How a cohort is halved. */
export interface Halving {
  readonly trials: readonly Trial[];
  readonly reduction: number;
  readonly direction: Direction;
  /** Whether further trials may be begun. */
  readonly mayStart: boolean;
}

/**
 * What there is to do in one cohort; null where it waits for running trials or is through. A rung is complete when nothing
 * is on its way to it any more; then its best 1/η (at least one) go on together.
 */
export function workIn({ bracket, rungs, size }: Cohort, { trials, reduction, direction, mayStart }: Halving): Work | null {
  const own = trials.filter(trial => trial.bracket === bracket);
  const [first] = rungs;
  if (first !== undefined && own.length < size && mayStart) return { do: 'start', bracket, target: first };
  for (let i = 0; i + 1 < rungs.length; i++) {
    const [rung, target] = [rungs[i]!, rungs[i + 1]!];
    if (own.some(trial => trial.state === 'running' && trial.target <= rung)) return null;
    const there = rankedAt(own, rung, direction);
    const places = Math.max(1, Math.floor(there.length / reduction));
    const waiting = there.slice(0, places).find(trial => trial.state === 'paused' && trial.target === rung);
    if (waiting !== undefined) return { do: 'promote', trial: waiting.number, target };
  }
  return null;
}

/** The first cohort with something to do, the oldest first; a new one begins only when those before it can't use the place. */
export function workAmong(cohortAt: (bracket: number) => Cohort, halving: Halving): Work {
  const begun = 1 + Math.max(-1, ...halving.trials.map(({ bracket }) => bracket));
  for (let bracket = 0; bracket < begun; bracket++) {
    const work = workIn(cohortAt(bracket), halving);
    if (work !== null) return work;
  }
  const [first] = cohortAt(begun).rungs;
  if (halving.mayStart && first !== undefined) return { do: 'start', bracket: begun, target: first };
  return halving.trials.some(({ state }) => state === 'running') ? { do: 'wait' } : { do: 'finish' };
}
