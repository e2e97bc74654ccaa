import type { Parameters, Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../../algorithm.ts';
import type { EngineLoad } from '../../memory/predict-memory.ts';
import type { Engine } from '../../tensor-library.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import type { HeldOutPredictions } from '../held-out.ts';
import type { TailBuilder } from '../tail-builder.ts';

/** What a level-1 learner reads of some items: the members' answers, and the items themselves where it is to see them. */
export interface LevelOneInput {
  readonly task: Task;
  /** Values per item and member. */
  readonly width: number;
  readonly items: number;
  /** Logits, or values, of each member `[items, width]`. */
  readonly outputs: readonly Float32Array[];
  /** The items' own inputs `[items, originalWidth]`; null when it is not to see them. */
  readonly original: Float32Array | null;
  readonly originalWidth: number;
}

/**
 * What a level-1 learner is fitted on. The answers come out of `heldOutPredictions` and nowhere else: a fit on what the
 * members were trained on would trust most the member that learnt by heart.
 */
export interface LevelOneItems {
  readonly predictions: HeldOutPredictions;
  readonly original: Float32Array | null;
  readonly originalWidth: number;
}

/** What makes one answer of the members' answers. Fitted, it is there twice, as a function and as layers; a test holds them together. */
export interface Learner<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  readonly tasks: readonly Task[];
  fit(call: LearnerCall<ParamValues<S>>): Promise<FittedLearner>;
}

export interface LearnerCall<Config> {
  readonly config: Config;
  readonly items: LevelOneItems;
  readonly seed: number;
  /** For learners that train; the others leave it alone. */
  engine(load: EngineLoad): Promise<Engine>;
  readonly hooks: TrainingHooks;
}

export interface FittedLearner {
  /** Logits, or values, `[items, width]`. */
  answer(input: LevelOneInput): Float32Array;
  /** The same as nodes. */
  layers(call: LearnerLayers): LearnerTail;
  /** Per member, not negative, together 1; null where it knows no such thing. */
  readonly weights: readonly number[] | null;
}

export interface LearnerLayers {
  readonly task: Task;
  readonly width: number;
  readonly tail: TailBuilder;
  /** The members' answers. */
  readonly ends: readonly string[];
  /** The shared input, where the learner sees the items themselves. */
  readonly input: string | null;
}

export interface LearnerTail {
  /** The node that gives logits, or values. */
  readonly output: string;
  /** By `node/parameter`. */
  readonly parameters: Parameters;
}

export function defineLearner<const S extends ParamSpecs>(learner: Learner<S>): Learner<S> {
  return learner;
}

/** What of these items a learner reads. */
export function inputOf({ predictions, original, originalWidth }: LevelOneItems): LevelOneInput {
  const { task, width, items, outputs } = predictions;
  return { task, width, items, outputs, original, originalWidth };
}

/** λ of λ/2·‖w‖², against the sum of the losses of all items. */
export const ridge = {
  kind: 'number',
  label: 'Ridge',
  help: 'λ of λ/2·‖w‖² beside the sum of the losses; 1 is scikit-learn’s C = 1.',
  default: 1,
  min: 0,
  aboveMin: true,
  max: 1e6,
  scale: 'log',
} as const;
