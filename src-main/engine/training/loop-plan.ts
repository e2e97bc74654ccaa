import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { Masks, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { StepPlan } from './step-plan.ts';
import type { TrainingData } from './training-data.ts';

/** All that decides what a run computes. The same plan, engine and seed give the same bits. */
export interface LoopPlan {
  readonly step: StepPlan;
  readonly data: TrainingData;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** For the step after `done` ones. */
  learningRate(done: number): number;
  stage(done: number): Stage;
  /** Null when the masks stay as they are. */
  readonly maskPlan: MaskPlan | null;
  readonly earlyStopping: EarlyStopping | null;
  readonly keep: 'best' | 'last';
}

/** Masks that grow while training goes on. */
export interface MaskPlan {
  /** Whether masks change before the step after `done` ones; `done` may be the number of all steps. */
  changesAt(done: number): boolean;
  /** The new masks for the values as they are; may only turn ones into zeros. Pure. */
  masksAt(done: number, kernels: Parameters, masks: Masks): Masks;
  /** `done` of the last change: an epoch counts as a candidate to keep only when it ended after it. */
  readonly finalAt: number;
  /** Share of zeros over all weights that may be pruned. */
  sparsity(masks: Masks): number;
}

export interface EarlyStopping {
  readonly patience: number;
  readonly metric: 'validation.loss' | 'validation.accuracy';
  readonly minimumChange: number;
}

export interface TrainingResult {
  /** Of the kept epoch; exactly 0 (never −0) where a mask is 0. */
  readonly parameters: Parameters;
  readonly masks: Masks;
  /** Null without a validation part; `accuracy` is absent for `values`. */
  readonly validation: { readonly kept: SplitFigures; readonly last: SplitFigures } | null;
  /** `kept` counts from 1; 0 when nothing was trained. */
  readonly epochs: { readonly run: number; readonly kept: number; readonly stoppedEarly: boolean };
  readonly steps: number;
  /** Over all sessions, validation included. */
  readonly trainingMs: number;
}

/** Figures of a model on a whole split. */
export interface SplitFigures {
  /** Mean over items of the training loss (its smoothing and weights included), without dropout. */
  readonly loss: number;
  /** Share of right answers. */
  readonly accuracy?: number;
}

export function stepsPerEpochOf({ data, batchSize }: Pick<LoopPlan, 'data' | 'batchSize'>): number {
  return Math.ceil(data.count('train') / batchSize);
}
