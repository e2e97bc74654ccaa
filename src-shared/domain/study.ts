import type { ArtifactRef } from './dataset.ts';
import type { Energy } from './energy.ts';
import type { ModelOutput } from './step-output.ts';
import type { StudyObjective, TrialRole, TrialState } from './study-report.ts';
import type { Assignment } from './search/space.ts';

/** Figures that need no training. */
export interface TrialCosts {
  readonly parameters: number;
  readonly multiplyAdds: number;
  /** Of the native file, not compressed. */
  readonly bytes: number;
  /** Of one item on one thread; only where a budget or an objective asks for it. */
  readonly latencyMs?: number;
}

/** Where a structure came from that was made from another one. */
export interface TrialOrigin {
  /** The trial whose structure and weights it began with; null for the model the study varies. */
  readonly parent: number | null;
  /** What was changed, on the way from the model the study varies. The last one is its own. */
  readonly changes: readonly { readonly morphism: string; readonly at: string; readonly to?: number }[];
}

export interface TrialReport {
  /** From 1. */
  readonly epoch: number;
  /** On the validation part, of what would be kept then: `validation.accuracy`, `validation.loss`. */
  readonly values: Readonly<Record<string, number>>;
  /** Standard errors of these over folds; only where they are means over folds. */
  readonly standardErrors?: Readonly<Record<string, number>>;
  /** Epochs that trials of its role had had then, this one included: where it stands in the course of a study. */
  readonly spent: number;
  /** Time the study had been open. */
  readonly elapsedMs: number;
}

/** One configuration, and what became of it. */
export interface Trial {
  /** From 1 in its study. */
  readonly number: number;
  readonly role: TrialRole;
  readonly state: TrialState;
  /** Which of the processes trains it, or trained it last; null for one that was never trained. */
  readonly lane: number | null;
  readonly assignment: Assignment;
  /** The fields of a `train` step, as a person would write them. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Epochs up to which it may train. */
  readonly until: number;
  /** Which of the scheduler's brackets it is in. */
  readonly bracket: number;
  /** Processes that ended while they trained it. */
  readonly losses: number;
  /** Networks it trains side by side, one for each fold; one where it is left out. Every epoch of it is so many. */
  readonly folds?: number;
  readonly reports: readonly TrialReport[];
  readonly costs: TrialCosts | null;
  /** What it goes on from after a pause; null before the first one, and once it is needed no more. */
  readonly checkpoint: ArtifactRef | null;
  /** As it was at its last pause, or at its end. Null where it trains a network for each fold. */
  readonly model: ModelOutput | null;
  /** Of one that repeats another, with a fresh seed or on all items: that one's number. */
  readonly repeats: number | null;
  /** Where trials are judged on folds: the winner's configuration, trained on all items of them. */
  readonly onAll?: true;
  readonly origin: TrialOrigin | null;
  /** Why it was refused, or failed. */
  readonly reason: string | null;
  readonly trainingMs: number;
  /** What its training took; absent before it first told of itself, and in studies of earlier versions. */
  readonly energy?: Energy;
  /** What the most promising configuration was expected to gain before this one was drawn; only where a study may stop by it. */
  readonly expectedGain?: number | null;
}

/** Epochs it has trained. */
export function epochsOf({ reports }: Pick<Trial, 'reports'>): number {
  return reports.at(-1)?.epoch ?? 0;
}

/** Epochs of all its networks, if it trains as far as `until`. */
export function epochsCounted({ folds = 1 }: Pick<Trial, 'folds'>, until: number): number {
  return folds * until;
}

/** A figure after each epoch, from the first on; NaN where it was not measured: plans are at their rungs alone. */
export function curveOf({ reports }: Pick<Trial, 'reports'>, metric: string): readonly number[] {
  const curve = Array.from({ length: epochsOf({ reports }) }, () => NaN);
  for (const { epoch, values } of reports) curve[epoch - 1] = values[metric] ?? NaN;
  return curve;
}

/** Its figures now, by the objectives; null where one is missing. */
export function valuesOf(trial: Pick<Trial, 'reports' | 'costs'>, objectives: readonly StudyObjective[]): readonly number[] | null {
  const measured: Readonly<Record<string, number | undefined>> = { ...trial.reports.at(-1)?.values, ...trial.costs };
  if (trial.reports.length === 0) return null;
  const values = objectives.map(({ metric }) => measured[metric] ?? NaN);
  return values.every(Number.isFinite) ? values : null;
}
