import type { Assignment, Space } from '../../../src-shared/domain/search/space.ts';

/**
 * What samplers and schedulers know of one trial. A study's journal is enough to make these again, so whoever resumes a
 * study asks the same question and gets the same answer.
 */
export interface Trial {
  /** From 0, in the order in which trials were begun. */
  readonly number: number;
  readonly assignment: Assignment;
  readonly state: TrialState;
  /** The first objective after each epoch so far, as it is measured; NaN where the training diverged. */
  readonly curve: readonly number[];
  /** Every objective, by the epoch that counts; null until there is one. */
  readonly values: readonly number[] | null;
  /** Which of the scheduler's brackets it is in. */
  readonly bracket: number;
  /** Epochs that it may train to. */
  readonly target: number;
  /** The trial whose weights it began with. */
  readonly parent?: number;
}

/**
 * running: it trains, or waits for a place · paused: it reached its target and may be promoted · finished: trained to the
 * end of the budget · stopped: given up by the scheduler · failed: it crashed or diverged · refused: over a hard budget,
 * or its network can't be built; never trained.
 */
export type TrialState = 'running' | 'paused' | 'finished' | 'stopped' | 'failed' | 'refused';

export type Direction = 'maximise' | 'minimise';

/** What a study asks a sampler and a scheduler about. */
export interface Study {
  readonly space: Space;
  readonly directions: readonly Direction[];
  readonly trials: readonly Trial[];
  /** Whether a child begins with the weights of its parent. */
  readonly inherits?: boolean;
}

/** An objective as a cost: less is better. */
export function costOf(value: number, direction: Direction | undefined): number {
  return direction === 'maximise' ? -value : value;
}

/** All objectives as costs; null where nothing, or nothing finite, was measured. */
export function costsOf(trial: Trial, directions: readonly Direction[]): readonly number[] | null {
  if (trial.values === null || trial.state === 'failed' || trial.state === 'refused') return null;
  const costs = trial.values.map((value, i) => costOf(value, directions[i]));
  return costs.every(Number.isFinite) ? costs : null;
}

/**
 * Best first: those trained to the end by their cost, then those trained less, the further the better; then those still
 * running without a value, failed and refused ones. `rank` gives a cost per trial with values.
 */
export function bestFirst(trials: readonly Trial[], rank: (trial: Trial) => number | null): readonly Trial[] {
  const keyed = trials.map(trial => ({ trial, cost: rank(trial), epochs: trial.curve.length, whole: trial.state === 'finished' ? 0 : 1 }));
  return keyed
    .sort((a, b) => {
      if (a.cost === null || b.cost === null) return Number(a.cost === null) - Number(b.cost === null) || a.trial.number - b.trial.number;
      return a.whole - b.whole || (a.whole === 0 ? 0 : b.epochs - a.epochs) || a.cost - b.cost || a.trial.number - b.trial.number;
    })
    .map(({ trial }) => trial);
}
