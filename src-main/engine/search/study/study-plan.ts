import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { searchLane } from '../../../../src-shared/domain/recipe/steps/search.step.ts';
import type { Trial, TrialCosts } from '../../../../src-shared/domain/study.ts';
import type { Space } from '../../../../src-shared/domain/search/space.ts';
import type { NoGainRule, StudyObjective } from '../../../../src-shared/domain/study-report.ts';
import type { Result } from '../../../../src-shared/lib/result.ts';
import type { Requirement } from '../fit/fit-goal.ts';

export type SearchValues = ParamValues<typeof searchLane.fields>;

/** All that decides what a study tries, beside what its trials report. */
export interface StudyPlan {
  readonly space: Space;
  readonly objectives: readonly StudyObjective[];
  readonly sampler: AlgorithmValue;
  readonly scheduler: AlgorithmValue;
  readonly budget: SearchValues['budget'];
  readonly patience: number | null;
  /** Null where a study does not stop for want of an expected gain. */
  readonly noGain: NoGainRule | null;
  readonly confirm: SearchValues['confirm'];
  /** Whether random search stands beside it. */
  readonly control: boolean;
  readonly seed: number;
  /** Null where the space says what the model is. */
  readonly structure: VariedModel | null;
  /** Null where networks are trained; else plans are tried that make one model smaller. */
  readonly fit: FitPlan | null;
  /** Networks that each trial trains, one for each fold; null where it trains one, and counts by the validation part. */
  readonly folds: number | null;
  /** What a process is told to do for so many epochs, resolved: the fields of a `train` step, or the steps of a plan; or what is wrong, in words. */
  resolve(fields: Readonly<Record<string, unknown>>, epochs: number): Result<Readonly<Record<string, unknown>>, string>;
  /** The network resolved fields describe. Throws `invalid-input` where it doesn't fit the data. */
  graphOf(values: Readonly<Record<string, unknown>>): ModelGraph;
  /** Of the native file. */
  bytesOf(graph: ModelGraph): number;
}

/**
 * Of a study whose trials are plans: every rung begins the plan anew, with as many epochs as the rung has, because what is pruned or
 * taught along a schedule can't be trained on as if the schedule had been longer.
 */
export interface FitPlan {
  readonly required: Requirement | null;
  /** What a plan will leave of the model, roughly, and why it isn't worth trying. */
  foresee(fields: Readonly<Record<string, unknown>>): { readonly costs: TrialCosts; readonly reason: string | null };
}

export interface VariedModel {
  readonly graph: ModelGraph;
  readonly changes: number;
  readonly inherit: boolean;
}

/** What of a new trial tells how often each of its epochs counts. */
export function foldsOf({ folds }: Pick<StudyPlan, 'folds'>): Pick<Trial, 'folds'> {
  return folds === null ? {} : { folds };
}

/** What is looked for: quality first, then costs. */
export function objectivesOf({ objective, besides }: Pick<SearchValues, 'objective' | 'besides'>, task: string): readonly StudyObjective[] {
  const quality = ['values', 'labels'].includes(task) ? { minimise: 'validation.loss' } : { maximise: 'validation.accuracy' };
  const { maximise, minimise } = (objective ?? quality) as { readonly maximise?: string; readonly minimise?: string };
  const first: StudyObjective = maximise === undefined ? { metric: minimise ?? '', direction: -1 } : { metric: maximise, direction: 1 };
  return [first, ...(besides ?? []).map(metric => ({ metric, direction: -1 as const }))];
}

/** Whether trials are measured for their speed before they are trained. */
export function wantsLatency({ objectives, budget }: Pick<StudyPlan, 'objectives' | 'budget'>): boolean {
  return budget.latencyMs !== undefined || objectives.some(({ metric }) => metric === 'latencyMs');
}
