import type { ModelGraph, Parameters, Masks } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { Keep } from '../../../src-shared/domain/recipe/common-fields.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Compiler } from '../compiler.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { TrainingHooks } from './hooks.ts';
import { runLoop } from './loop.ts';
import { stepsPerEpochOf, type EarlyStopping, type LoopPlan, type TrainingResult } from './loop-plan.ts';
import { checkTraining, createStepPlan } from './prepare.ts';
import { schedules } from './schedules/index.ts';
import type { Objective } from './step-plan.ts';
import type { TrainingData } from './training-data.ts';
import type { WeightSharing } from './weight-sharing.ts';

/** What a `train` step asks for. Algorithm values are parsed: `{ kind, …every parameter }`. */
export interface TrainingSetup {
  readonly tf: TensorLibrary;
  /** The back end's, if it has one. */
  readonly compiler?: Compiler | null;
  readonly graph: ModelGraph;
  /** What it starts from, statistics included. */
  readonly parameters: Parameters;
  /** Of a model pruned before: they stay as they are. */
  readonly masks: Masks;
  readonly data: TrainingData;
  readonly seed: number;
  readonly optimizer: AlgorithmValue;
  readonly schedule: AlgorithmValue;
  /** The task's own when left out. */
  readonly loss?: AlgorithmValue | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  /** λ of λ/2·‖w‖² over kernels. */
  readonly weightDecay: number;
  readonly gradientClipping?: { readonly norm: number } | undefined;
  readonly earlyStopping?: EarlyStopping | undefined;
  readonly keep: Keep;
  /** Weights that have a value in common, and keep it. */
  readonly sharing?: WeightSharing | undefined;
  /** See `StepSetup`. */
  readonly objective?: Objective | undefined;
  /** See `StepSetup`; their values are among `parameters`. */
  readonly besides?: readonly string[] | undefined;
  /** See `StepSetup`. */
  readonly frozen?: ReadonlySet<string> | undefined;
  /** See `StepSetup`. */
  readonly augment?: readonly AlgorithmValue[] | undefined;
  /** What the progress says; 'training' when left out. */
  readonly stage?: Stage;
}

/**
 * Trains a model. Order, dropout: streams of the seed, functions of epoch and step, so that any snapshot goes on to the
 * same bits. Throws `invalid-input` (fewer items than a batch, outputs that don't fit the data, a loss of another task,
 * early stopping without validation), else as `runLoop`. Without a validation part the last epoch is kept.
 */
export async function runTraining(setup: TrainingSetup, hooks: TrainingHooks): Promise<TrainingResult> {
  checkTraining(setup);
  checkKeep(setup);
  if (setup.earlyStopping !== undefined) checkEarlyStopping(setup.earlyStopping, setup.data);
  const { plan: step, dispose } = createStepPlan(setup);
  try {
    return await runLoop({ ...planOf(setup), step }, hooks);
  } finally {
    dispose();
  }
}

function planOf(setup: TrainingSetup): Omit<LoopPlan, 'step'> {
  const stepsPerEpoch = stepsPerEpochOf(setup);
  const { id, params } = splitAlgorithm(setup.schedule);
  const schedule = schedules.require(id);
  const rate = Number(setup.optimizer['learningRate']);
  return {
    data: setup.data,
    parameters: setup.parameters,
    masks: setup.masks,
    seed: setup.seed,
    epochs: setup.epochs,
    batchSize: setup.batchSize,
    learningRate: done => rate * schedule.multiplier(params, { step: done, totalSteps: setup.epochs * stepsPerEpoch, stepsPerEpoch }),
    stage: () => setup.stage ?? 'training',
    maskPlan: null,
    earlyStopping: setup.earlyStopping ?? null,
    keep: setup.keep,
  };
}

function checkKeep({ keep, data }: TrainingSetup): void {
  if (keep === 'most-accurate' && data.task === 'values') {
    throw invalidInput("A regression has no accuracy; 'best' (the least loss) or 'last' is required, got 'most-accurate'", {
      path: 'keep',
    });
  }
}

function checkEarlyStopping(rule: EarlyStopping, data: TrainingData): void {
  if (data.count('validation') === 0) {
    throw invalidInput('Early stopping requires validation items, but the data has none', { path: 'earlyStopping' });
  }
  if (rule.metric === 'validation.accuracy' && data.task === 'values') {
    throw invalidInput("A regression has no accuracy; 'validation.loss' is required, got 'validation.accuracy'", {
      path: 'earlyStopping.metric',
    });
  }
}
