import type { Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import type { Compiler } from '../compiler.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runLoop } from '../training/loop.ts';
import { stepsPerEpochOf, type LoopPlan, type MaskPlan, type TrainingResult } from '../training/loop-plan.ts';
import { checkTraining, createStepPlan } from '../training/prepare.ts';
import type { TrainingData } from '../training/training-data.ts';
import { criteria } from './criteria/index.ts';
import type { PruningSubject } from './criterion.ts';
import { createMaskPlan } from './mask-plan.ts';
import type { PruningSchedule } from './pruning-schedule.ts';
import { pruningSchedules } from './schedules/index.ts';
import { prunableKernels, resolveTarget, type PruningScope, type PruningTarget } from './targets.ts';

/** What a `prune` step of granularity `weights` asks for. Algorithm values are parsed: `{ kind, …every parameter }`. */
export interface PruningSetup {
  readonly tf: TensorLibrary;
  /** The back end's, if it has one. */
  readonly compiler?: Compiler | null;
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  /** Of a model pruned before: pruning goes on from there. */
  readonly masks: Masks;
  readonly data: TrainingData;
  readonly seed: number;
  readonly criterion: AlgorithmValue;
  readonly target: PruningTarget;
  readonly scope: PruningScope;
  readonly schedule: AlgorithmValue;
  /** Its learning rate holds during the schedule. */
  readonly optimizer: AlgorithmValue;
  readonly fineTune: { readonly epochs: number; readonly learningRate: number };
  readonly batchSize: number;
  readonly gradientClipping?: { readonly norm: number } | undefined;
  /** The task's own when left out. */
  readonly loss?: AlgorithmValue | undefined;
}

/**
 * Prunes single weights along the schedule, then fine-tunes, in one run of the training loop: optimizer slots go on, masks
 * only grow, and the epoch that is kept (least validation loss) is one that ended at the final sparsity. Throws
 * `nothing-changed` or `invalid-input` before any training, else as `runLoop`.
 */
export async function pruneWeights(setup: PruningSetup, hooks: TrainingHooks): Promise<TrainingResult> {
  checkTraining({ ...setup, weightDecay: 0 });
  const parts = pruningPlan(setup);
  const { plan: step, dispose } = createStepPlan({ ...setup, weightDecay: 0 });
  try {
    return await runLoop({ ...parts, step }, hooks);
  } finally {
    dispose();
  }
}

function pruningPlan(setup: PruningSetup): Omit<LoopPlan, 'step'> {
  const stepsPerEpoch = stepsPerEpochOf(setup);
  const { id, params } = splitAlgorithm(setup.schedule);
  const schedule = pruningSchedules.require(id);
  const pruningEpochs = schedule.epochs(params);
  const pruningSteps = pruningEpochs * stepsPerEpoch;
  const rate = Number(setup.optimizer['learningRate']);
  return {
    data: setup.data,
    parameters: setup.parameters,
    masks: setup.masks,
    seed: setup.seed,
    epochs: pruningEpochs + setup.fineTune.epochs,
    batchSize: setup.batchSize,
    learningRate: done => (done < pruningSteps ? rate : setup.fineTune.learningRate),
    stage: done => (done < pruningSteps ? 'pruning' : 'fine-tuning'),
    maskPlan: maskPlanOf(setup, schedule.updates(params, stepsPerEpoch), schedule),
    earlyStopping: null,
    keep: 'best',
  };
}

function maskPlanOf(setup: PruningSetup, updates: readonly number[], schedule: PruningSchedule): MaskPlan {
  const declared = parameterDeclarations(setup.graph).filter(({ role }) => role === 'kernel');
  const kernels = prunableKernels(declared, setup.parameters, setup.masks);
  const { id, params } = splitAlgorithm(setup.criterion);
  const criterion = criteria.require(id);
  return createMaskPlan({
    kernels,
    target: resolveTarget(kernels, setup.target, setup.scope),
    updates,
    kept: (progress, initial, final) => schedule.kept(progress, initial, final),
    random: createRandom(setup.seed).split('criterion'),
    score(name, parameters, random) {
      const subject: PruningSubject = { kind: 'weights', name, kernel: parameters[name]! };
      return criterion.score({ subject, config: params, evidence: {}, random });
    },
  });
}
