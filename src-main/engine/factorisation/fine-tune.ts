import type { Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import type { PruningControl } from '../../../src-shared/domain/step-output.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { Compiler } from '../compiler.ts';
import { initialParameters } from '../graph/parameters.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runLoop } from '../training/loop.ts';
import { stepsPerEpochOf } from '../training/loop-plan.ts';
import { runPhases, type Phase, type PhaseNetwork } from '../training/phases.ts';
import { checkTraining, createStepPlan } from '../training/prepare.ts';
import { reestimateStatistics } from '../training/reestimate-statistics.ts';
import { schedules } from '../training/schedules/index.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { WeightSharing } from '../training/weight-sharing.ts';

/** How a network is trained on after its structure was changed. Algorithm values are parsed. */
export interface FineTuneSetup {
  readonly tf: TensorLibrary;
  /** The back end's, if it has one. */
  readonly compiler?: Compiler | null;
  readonly data: TrainingData;
  readonly seed: number;
  readonly optimizer: AlgorithmValue;
  readonly fineTune: { readonly epochs: number; readonly learningRate: number; readonly schedule: AlgorithmValue };
  readonly batchSize: number;
  /** Random changes of the inputs of this training and its controls. */
  readonly augment?: readonly AlgorithmValue[] | undefined;
  readonly gradientClipping?: { readonly norm: number } | undefined;
  /** Of the changed network's weights. */
  readonly sharing?: WeightSharing | undefined;
  readonly controls: {
    readonly dense: boolean;
    /** Epochs of what made the network: the changed shape trained from new values, for these and the fine-tune's together. */
    readonly scratch?: number | undefined;
  };
}

export interface Network {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

export interface FineTuned {
  readonly network: PhaseNetwork;
  readonly controls: readonly PruningControl[];
}

const CHANGED = 'changed';
const CONTROLS = ['dense', 'scratch'] as const;
type ControlKind = (typeof CONTROLS)[number];

/**
 * Measures a changed network's statistics anew and trains it; the best epoch by validation loss is kept, the network before
 * the first one among them (it is the one kept when training diverges). Beside it, where asked for, the network it was made
 * from, for as many epochs, and its own shape from new values. One job of phases, resumable at every step. Throws as `runLoop`.
 */
export async function fineTuneChanged(
  setup: FineTuneSetup,
  { original, changed }: { readonly original: Network; readonly changed: Network },
  hooks: TrainingHooks,
): Promise<FineTuned> {
  checkTraining({ ...setup, ...changed, weightDecay: 0 });
  const { epochs } = setup.fineTune;
  const main: Phase = {
    work: epochs,
    run: async (state, phase) => {
      const parameters = await reestimateStatistics({ ...setup, ...changed }, () => phase.turn());
      return { ...state, [CHANGED]: await trainKeeping(setup, { ...changed, parameters }, phase) };
    },
  };
  const end = await runPhases([main, ...controlPhases(setup, { original, changed })], {}, hooks);
  const controls = CONTROLS.flatMap(kind => {
    const control = end[kind];
    return control === undefined ? [] : [{ kind, epochs: control.epochs.run, validation: { ...control.validation?.kept } }];
  });
  return { network: end[CHANGED]!, controls };
}

/** Their curves are not the step's. */
function controlPhases(
  setup: FineTuneSetup,
  { original, changed }: { readonly original: Network; readonly changed: Network },
): readonly Phase[] {
  const { fineTune, controls, seed, optimizer } = setup;
  const phase = (kind: ControlKind, training: Training): Phase => ({
    work: training.epochs,
    run: async (state, hooks) => ({ ...state, [kind]: await train(setup, training, { ...hooks, measure: () => undefined }) }),
  });
  const dense = { network: original, stage: 'control', epochs: fineTune.epochs } as const;
  const isControlled = controls.dense && fineTune.epochs > 0;
  if (controls.scratch === undefined) return isControlled ? [phase('dense', dense)] : [];
  const parameters = initialParameters(changed.graph, createRandom(seed).split('scratch'));
  const scratch: Training = {
    network: { graph: changed.graph, parameters, masks: {} },
    stage: 'control',
    epochs: controls.scratch + fineTune.epochs,
    learningRate: Number(optimizer['learningRate']),
  };
  return [...(isControlled ? [phase('dense', dense)] : []), phase('scratch', scratch)];
}

async function trainKeeping(setup: FineTuneSetup, network: Network, hooks: TrainingHooks): Promise<PhaseNetwork> {
  try {
    return await train(setup, { network, stage: 'fine-tuning', epochs: setup.fineTune.epochs, sharing: setup.sharing }, hooks);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'diverged') throw thrown;
    hooks.log('warn', `The fine-tune diverged (${thrown.error.message}): the network as it was before it is kept`);
    return await train(setup, { network, stage: 'fine-tuning', epochs: 0 }, { ...hooks, resumeFrom: null });
  }
}

interface Training {
  readonly network: Network;
  readonly stage: Stage;
  readonly epochs: number;
  readonly sharing?: WeightSharing | undefined;
  /** That of the fine-tune when left out. */
  readonly learningRate?: number;
}

async function train(
  setup: FineTuneSetup,
  { network, stage, epochs, sharing, learningRate }: Training,
  hooks: TrainingHooks,
): Promise<PhaseNetwork> {
  const { fineTune, data, seed, batchSize } = setup;
  const { graph, parameters, masks } = network;
  const { id, params } = splitAlgorithm(fineTune.schedule);
  const schedule = schedules.require(id);
  const stepsPerEpoch = stepsPerEpochOf(setup);
  const rate = learningRate ?? fineTune.learningRate;
  const totalSteps = (learningRate === undefined ? fineTune.epochs : epochs) * stepsPerEpoch;
  const { plan: step, dispose } = createStepPlan({ ...setup, sharing, graph, parameters, weightDecay: 0 });
  const plan = {
    ...{ step, data, parameters, masks, seed, batchSize, epochs },
    learningRate: (done: number) => rate * schedule.multiplier(params, { step: done, totalSteps, stepsPerEpoch }),
    stage: () => stage,
    maskPlan: null,
    earlyStopping: null,
    keep: 'best',
    // What it begins with is judged, and may be the best there is.
    begin: { done: 0, epochs: 0, slots: {}, trainingMs: 0 },
  } as const;
  try {
    return { graph, ...(await runLoop(plan, hooks)) };
  } finally {
    dispose();
  }
}
