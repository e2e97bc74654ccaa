import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { Masks, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Keep } from '../../../src-shared/domain/recipe/common-fields.ts';
import type { TensorFile } from '../../../src-shared/lib/tensor-file.ts';
import type { EvidencePasses } from './evidence-passes.ts';
import type { StepPlan } from './step-plan.ts';
import type { RunnerState } from './step-runner.ts';
import type { TrainingData } from './training-data.ts';

/** All that decides what a run computes. The same plan, engine and seed give the same bits. */
export interface LoopPlan {
  readonly step: StepPlan;
  readonly data: TrainingData;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly seed: number;
  /** Of the whole run; an earlier part's count too. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Where an earlier part of the same run ended, when this is a later one; the very beginning when left out. */
  readonly begin?: RunBeginning | undefined;
  /** Whether a later part follows, which takes over the slots. */
  readonly handsOn?: boolean;
  /** For the step after `done` ones. */
  learningRate(done: number): number;
  stage(done: number): Stage;
  /** Null when the masks stay as they are. */
  readonly maskPlan: MaskPlan | null;
  readonly earlyStopping: EarlyStopping | null;
  readonly keep: Keep;
}

/** What a part of a run hands to the next one beside parameters and masks. */
export interface RunBeginning {
  /** Optimizer steps. */
  readonly done: number;
  readonly epochs: number;
  /** `node/parameter/slot`. */
  readonly slots: Parameters;
  readonly trainingMs: number;
  readonly waitingMs?: number | undefined;
}

/** Masks that grow while training goes on. */
export interface MaskPlan {
  /** How often masks change before the step after `done` ones; `done` may be the number of all steps. */
  changesAt(done: number): number;
  /**
   * The new masks for the values as they are; may only turn ones into zeros. The same state gives the same masks. `which`
   * counts the changes at this place, from 0.
   */
  masksAt(at: { readonly done: number; readonly which: number }, state: RunnerState, passes: EvidencePasses): Promise<Masks>;
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
  /** Of the last step, by `node/parameter/slot`; empty unless the plan hands them on. */
  readonly slots: Parameters;
  /** Over all sessions, validation included. */
  readonly trainingMs: number;
  /** Of these, waiting for items; absent where it was not measured. */
  readonly waitingMs?: number | undefined;
  /** Of a training that was paused after an epoch: what it goes on from, to the bits it would have had without a pause. */
  readonly paused?: TensorFile;
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
