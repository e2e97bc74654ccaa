import type { FoldsSummary } from './cross-validation.ts';
import type { Energy } from './energy.ts';

/** What a trial is for: to search; to stand beside the search, drawn by lot; to see how good a good one is with another seed. */
export type TrialRole = 'search' | 'control' | 'confirm';

/**
 * `running`: a process trains it. `paused`: it has trained as far as it may, and may go on when it turns out to be among the best.
 * `finished`: all its epochs. `refused`: over a budget, and never trained.
 */
export const TRIAL_STATES = ['running', 'paused', 'stopped', 'finished', 'diverged', 'failed', 'refused'] as const;
export type TrialState = (typeof TRIAL_STATES)[number];

/** What a study looks for. Directions: 1 to be made great, -1 to be made small. */
export interface StudyObjective {
  readonly metric: string;
  readonly direction: 1 | -1;
}

/**
 * A search stops when the expected improvement of the most promising configuration is below `expected` before `trials` new trials
 * in a row (Nguyen et al. 2017: a bound on it bounds the regret that is left).
 */
export interface NoGainRule {
  /** In the units of the first objective: what is below is not worth a trial. */
  readonly expected: number;
  readonly trials: number;
}

/** How the rule stands. */
export interface NoGainState extends NoGainRule {
  /** What was expected last; null before there were enough trials. */
  readonly latest: number | null;
  /** Times in a row that less was expected. */
  readonly inARow: number;
}

/** Among the best of a search, once more with fresh seeds. */
export interface ConfirmedTrial {
  readonly trial: number;
  /** Whose: found by the search, or drawn by lot beside it. */
  readonly role: Exclude<TrialRole, 'confirm'>;
  /** Its figure in the search, which is the better for having been chosen by it. */
  readonly searched: number;
  /** With fresh seeds. */
  readonly values: readonly number[];
  readonly mean: number;
  /** Of a single run; null with one seed. */
  readonly deviation: number | null;
}

/** The course of a study, and how far its result can be trusted. */
export interface StudyReport {
  /** Id of the study in the workspace. */
  readonly study: string;
  readonly objectives: readonly StudyObjective[];
  readonly trials: Readonly<Record<TrialState, number>>;
  /** Trained by the search, by the control, by the repeats. */
  readonly epochs: Readonly<Record<TrialRole, number>>;
  /** Wall clock while it ran. */
  readonly elapsedMs: number;
  /** Of all trials, the control and the repeats too; null where none told of it. */
  readonly energy: Energy | null;
  /** The trial whose configuration won, and the one whose weights the model has. */
  readonly winner: number;
  readonly model: number;
  /** Where trials counted with their mean over folds: these. The model is then one of all items, with the winner's configuration. */
  readonly folds?: FoldsSummary;
  readonly winnerFields: Readonly<Record<string, unknown>>;
  /** Best figure of the search after so many epochs in all, where it became better. */
  readonly course: readonly { readonly epochs: number; readonly value: number }[];
  /** Trials none is better than in everything; with one objective the best. */
  readonly front: readonly { readonly trial: number; readonly values: readonly number[] }[];
  /** Best first, by the mean over fresh seeds. */
  readonly confirmed: readonly ConfirmedTrial[];
  /** How much better the chosen looked than they were with fresh seeds, on the mean; null without repeats. */
  readonly optimism: number | null;
  readonly control: StudyControl | null;
  /** Where it was to stop when no gain is expected. */
  readonly noGain?: NoGainState;
}

/** Random search with as many epochs. */
export interface StudyControl {
  readonly trials: number;
  readonly epochs: number;
  /** Of the trial that was best, in the order of the objectives. */
  readonly best: number | null;
  readonly course: StudyReport['course'];
}
