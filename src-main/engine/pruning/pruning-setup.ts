import type { Masks, ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { SpeedComparison } from '../../../src-shared/domain/speed.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { Compiler } from '../compiler.ts';
import { initialParameters, parameterDeclarations } from '../graph/parameters.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import { stepsPerEpochOf, type MaskPlan } from '../training/loop-plan.ts';
import { checkTraining } from '../training/prepare.ts';
import { schedules } from '../training/schedules/index.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { CuttableNetwork, GranularityCall, RemovalPlan } from './granularity.ts';
import { resolveChoices, type Choices, type ChoiceSetup } from './pruning-choices.ts';
import type { PruningSchedule } from './pruning-schedule.ts';
import type { PruningScope } from './targets.ts';

/** What a `prune` step asks for. Algorithm values are parsed: `{ kind, …every parameter }`. */
export interface PruningSetup extends ChoiceSetup {
  readonly tf: TensorLibrary;
  /** The back end's, if it has one. */
  readonly compiler?: Compiler | null;
  /** Of a model pruned before: pruning goes on from there. */
  readonly masks: Masks;
  readonly data: TrainingData;
  readonly seed: number;
  readonly scope: PruningScope;
  /** Its learning rate holds during the schedule. */
  readonly optimizer: AlgorithmValue;
  readonly fineTune: { readonly epochs: number; readonly learningRate: number; readonly schedule: AlgorithmValue };
  readonly batchSize: number;
  /** Random changes of what it and its controls are trained on; scores are taken of the items as they are. */
  readonly augment?: readonly AlgorithmValue[] | undefined;
  /** λ of λ/2·‖w‖² over kernels. */
  readonly weightDecay: number;
  readonly gradientClipping?: { readonly norm: number } | undefined;
  /** The task's own when left out. */
  readonly loss?: AlgorithmValue | undefined;
  readonly controls: { readonly random: boolean; readonly scratch: boolean; readonly dense: boolean };
  /** Epochs the model was trained for: the pruned shape is trained as long from scratch. */
  readonly sourceEpochs: number;
  /** Times the whole structure and a smaller one beside each other. */
  compareSpeed(whole: ModelGraph, smaller: ModelGraph, effort: SpeedEffort): Promise<SpeedComparison>;
}

/** `brief` to find the way by, `thorough` for what is said in the end. */
export type SpeedEffort = 'brief' | 'thorough';

/** The same with its algorithms looked up and its numbers derived. */
export interface Pruning extends Choices {
  readonly setup: PruningSetup;
  readonly stepsPerEpoch: number;
  /** Epochs before the fine-tune: where it rewinds, of one round. */
  readonly pruningEpochs: number;
  /** What is pruned: the trained network, or a fresh one of its structure. */
  readonly start: CuttableNetwork;
  /** For the step after `done` ones of a run that prunes for its first epochs. */
  learningRate(done: number): number;
}

/** Throws `invalid-input` for settings that don't go together, `nothing-changed` for a target that is met already. */
export function resolvePruning(setup: PruningSetup): Pruning {
  checkTraining(setup);
  const stepsPerEpoch = stepsPerEpochOf(setup);
  const choices = resolveChoices(setup, stepsPerEpoch);
  const { schedule, scheduleConfig } = choices;
  const pruningEpochs = schedule.epochs(scheduleConfig);
  const pruning: Pruning = {
    ...choices,
    setup,
    stepsPerEpoch,
    pruningEpochs,
    start: startOf(setup, schedule),
    learningRate: rateOf(setup, pruningEpochs * stepsPerEpoch, stepsPerEpoch),
  };
  checkRemoval(pruning);
  return pruning;
}

/** For its refusals, before an hour of training. */
function checkRemoval(pruning: Pruning): void {
  if (pruning.granularity.removal !== undefined) planRemoval(pruning);
  else planMasks(pruning, { network: pruning.start, updates: [0], kept: (_progress, _initial, final) => final });
}

export interface MaskPlanCall {
  readonly network: CuttableNetwork;
  readonly updates: readonly number[];
  readonly kept: PruningSchedule['kept'];
}

/** How the masks of this network are found at these steps. */
export function planMasks(pruning: Pruning, call: MaskPlanCall): MaskPlan {
  const plan = pruning.granularity.plan?.(granularityCall(pruning, call));
  if (plan === undefined) throw new Error(`'${pruning.granularity.id}' prunes without masks`);
  return plan;
}

/** How the structure shrinks along the schedule. */
export function planRemoval(pruning: Pruning): RemovalPlan {
  const { granularity, schedule, start: network } = pruning;
  const plan = granularity.removal?.(granularityCall(pruning, { network, updates: [], kept: (...at) => schedule.kept(...at) }));
  if (plan === undefined) throw new Error(`'${granularity.id}' removes nothing but by masks`);
  return plan;
}

function granularityCall(
  { setup, granularityConfig, criterion }: Pruning,
  { network, updates, kept }: MaskPlanCall,
): GranularityCall<Readonly<Record<string, unknown>>> {
  return {
    ...network,
    config: granularityConfig,
    criterion,
    target: setup.target ?? {},
    scope: setup.scope,
    updates,
    kept: (progress, initial, final) => kept(progress, initial, final),
    fileBytes: graph => setup.fileBytes(graph),
    random: createRandom(setup.seed).split('criterion'),
  };
}

/** The trained network, or new values for its structure, the masks it had kept. */
function startOf({ graph, parameters, masks, seed }: PruningSetup, { start }: PruningSchedule): CuttableNetwork {
  return {
    graph,
    masks,
    slots: {},
    parameters: start === 'trained' ? parameters : initialParameters(graph, createRandom(seed).split('init')),
  };
}

function rateOf({ optimizer, fineTune }: PruningSetup, pruningSteps: number, stepsPerEpoch: number): Pruning['learningRate'] {
  const rate = Number(optimizer['learningRate']);
  const { id, params } = splitAlgorithm(fineTune.schedule);
  const schedule = schedules.require(id);
  const totalSteps = fineTune.epochs * stepsPerEpoch;
  return done => {
    if (done < pruningSteps) return rate;
    return fineTune.learningRate * schedule.multiplier(params, { step: done - pruningSteps, totalSteps, stepsPerEpoch });
  };
}

/** Arrays an L1 penalty of the criterion acts on, and its strength; null without one. */
export function penaltyOf(
  { criterion: { config } }: Pruning,
  graph: ModelGraph,
): { readonly strength: number; readonly names: ReadonlySet<string> } | null {
  const strength = Number(config['penalty'] ?? 0);
  if (strength === 0) return null;
  const scales = parameterDeclarations(graph).filter(({ name, role }) => name === 'scale' && role === 'vector');
  return { strength, names: new Set(scales.map(({ fullName }) => fullName)) };
}
