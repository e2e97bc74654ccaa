import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { searchLane } from '../../../../src-shared/domain/recipe/steps/search.step.ts';
import type { Space } from '../../../../src-shared/domain/search/space.ts';
import type { StudyObjective } from '../../../../src-shared/domain/study-report.ts';
import type { Result } from '../../../../src-shared/lib/result.ts';

export type SearchValues = ParamValues<typeof searchLane.fields>;

/** All that decides what a study tries, beside what its trials report. */
export interface StudyPlan {
  readonly space: Space;
  readonly objectives: readonly StudyObjective[];
  readonly sampler: AlgorithmValue;
  readonly scheduler: AlgorithmValue;
  readonly budget: SearchValues['budget'];
  readonly patience: number | null;
  readonly confirm: SearchValues['confirm'];
  /** Whether random search stands beside it. */
  readonly control: boolean;
  readonly seed: number;
  /** Null where the space says what the model is. */
  readonly structure: VariedModel | null;
  /** The fields of a `train` step, resolved; or what is wrong with them, in words. */
  resolve(fields: Readonly<Record<string, unknown>>): Result<Readonly<Record<string, unknown>>, string>;
  /** The network resolved fields describe. Throws `invalid-input` where it doesn't fit the data. */
  graphOf(values: Readonly<Record<string, unknown>>): ModelGraph;
  /** Of the native file. */
  bytesOf(graph: ModelGraph): number;
}

export interface VariedModel {
  readonly graph: ModelGraph;
  readonly changes: number;
  readonly inherit: boolean;
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
