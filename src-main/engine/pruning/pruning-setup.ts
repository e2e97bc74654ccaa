import type { Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { SpeedComparison } from '../../../src-shared/domain/speed.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { Compiler } from '../compiler.ts';
import { initialParameters, parameterDeclarations } from '../graph/parameters.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import { stepsPerEpochOf, type MaskPlan } from '../training/loop-plan.ts';
import { checkTraining } from '../training/prepare.ts';
import { schedules } from '../training/schedules/index.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { BudgetName, BudgetRange } from './budget.ts';
import type { CuttableNetwork, Granularity, GranularityCall, RemovalPlan } from './granularity.ts';
import { granularities } from './granularities/index.ts';
import type { PruningSchedule } from './pruning-schedule.ts';
import { pruningSchedules } from './schedules/index.ts';
import { bindCriterion, type BoundCriterion } from './score-subjects.ts';
import type { PruningScope, PruningTarget } from './targets.ts';

/** What a `prune` step asks for. Algorithm values are parsed: `{ kind, …every parameter }`. */
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
  readonly granularity: AlgorithmValue;
  readonly target: PruningTarget | undefined;
  readonly scope: PruningScope;
  readonly schedule: AlgorithmValue;
  /** Its learning rate holds during the schedule. */
  readonly optimizer: AlgorithmValue;
  readonly fineTune: { readonly epochs: number; readonly learningRate: number; readonly schedule: AlgorithmValue };
  readonly batchSize: number;
  readonly gradientClipping?: { readonly norm: number } | undefined;
  /** The task's own when left out. */
  readonly loss?: AlgorithmValue | undefined;
  readonly controls: { readonly random: boolean; readonly scratch: boolean; readonly dense: boolean };
  /** Epochs the model was trained for: the pruned shape is trained as long from scratch. */
  readonly sourceEpochs: number;
  /** Bytes of the native file of a model of this structure, without masks. */
  fileBytes(graph: ModelGraph): number;
  /** Times the whole structure and a smaller one beside each other. */
  compareSpeed(whole: ModelGraph, smaller: ModelGraph, effort: SpeedEffort): Promise<SpeedComparison>;
}

/** `brief` to find the way by, `thorough` for what is said in the end. */
export type SpeedEffort = 'brief' | 'thorough';

/** The same with its algorithms looked up and its numbers derived. */
export interface Pruning {
  readonly setup: PruningSetup;
  readonly granularity: Granularity;
  readonly granularityConfig: Readonly<Record<string, unknown>>;
  readonly criterion: BoundCriterion;
  readonly schedule: PruningSchedule;
  readonly scheduleConfig: Readonly<Record<string, unknown>>;
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
  checkTraining({ ...setup, weightDecay: 0 });
  requireFinite(setup.parameters);
  const { id: granularityId, params: granularityConfig } = splitAlgorithm(setup.granularity);
  const granularity = granularities.require(granularityId);
  const { id: scheduleId, params: scheduleConfig } = splitAlgorithm(setup.schedule);
  const schedule = pruningSchedules.require(scheduleId);
  const criterion = bindCriterion(setup.criterion, granularity.units);
  const stepsPerEpoch = stepsPerEpochOf(setup);
  checkTarget(setup, granularity);
  if (criterion.criterion.needs === 'movement' && schedule.updates(scheduleConfig, stepsPerEpoch)[0] === 0) {
    throw invalidInput(`'movement' ranks by what training did: a schedule that trains before it prunes is required, got '${scheduleId}'`, {
      path: 'schedule.kind',
      hint: "Try 'cubic'.",
    });
  }
  const pruningEpochs = schedule.epochs(scheduleConfig);
  const pruning: Pruning = {
    setup,
    granularity,
    granularityConfig,
    criterion,
    schedule,
    scheduleConfig,
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
  if (pruning.granularity.removal === undefined) {
    planMasks(pruning, { network: pruning.start, updates: [0], kept: (_progress, _initial, final) => final });
    return;
  }
  const { id, rewind } = pruning.schedule;
  if (rewind !== undefined) {
    throw invalidInput(`'${pruning.granularity.id}' go for good: a schedule that doesn't rewind is required, got '${id}'`, {
      path: 'schedule.kind',
      hint: "Try 'iterative'.",
    });
  }
  planRemoval(pruning);
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

/** A granularity that follows budgets. */
export interface Budgeted {
  readonly granularity: Granularity;
  readonly needs: BoundCriterion['criterion']['needs'];
  range(name: BudgetName): BudgetRange;
}

/** Throws `invalid-input` for a granularity that doesn't take the target, or a model of which nothing can go. */
export function requireBudgets(setup: PruningSetup): Budgeted {
  const { id, params: config } = splitAlgorithm(setup.granularity);
  const granularity = granularities.require(id);
  checkTarget(setup, granularity);
  const { criterion } = bindCriterion(setup.criterion, granularity.units);
  return {
    granularity,
    needs: criterion.needs,
    range(name) {
      const range = granularity.range?.({ config, graph: setup.graph, fileBytes: graph => setup.fileBytes(graph) }, name);
      if (range === undefined) throw new Error(`'${id}' takes no budget`);
      return range;
    },
  };
}

function checkTarget({ target }: PruningSetup, { id, targets }: Granularity): void {
  const [given] = Object.entries(target ?? {}).find(([, value]) => value !== undefined) ?? [];
  if (targets.length === 0 && given !== undefined) {
    throw invalidInput(`The granularity '${id}' says itself how much goes; no target is required, got '${given}'`, { path: 'target' });
  }
  if (targets.length > 0 && !(targets as readonly (string | undefined)[]).includes(given)) {
    throw invalidInput(`A target among ${targets.join(', ')} is required for the granularity '${id}', got ${given ?? 'none'}`, {
      path: 'target',
      hint: canTake(given),
    });
  }
}

/** Granularities that take the target which this one doesn't. */
function canTake(target: string | undefined): string {
  const others = granularities.all
    .filter(({ targets }) => (targets as readonly (string | undefined)[]).includes(target))
    .map(({ id }) => id);
  return others.length === 0 ? 'Choose one of them.' : `'${String(target)}' goes with ${others.join(', ')}.`;
}

function requireFinite(parameters: Parameters): void {
  for (const [name, { values }] of Object.entries(parameters)) {
    const odd = values.findIndex(value => !Number.isFinite(value));
    if (odd < 0) continue;
    throw invalidInput(`A model of finite values is required, but '${name}' holds ${values[odd]} at ${odd}`, {
      path: 'model',
      hint: 'It diverged when it was trained: train it again with a lower learning rate.',
    });
  }
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
