import type { Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import type { Algorithm } from '../algorithm.ts';
import type { MaskPlan } from '../training/loop-plan.ts';
import type { BudgetName, BudgetRange } from './budget.ts';
import type { PruningSubject } from './criterion.ts';
import type { RunnerState } from '../training/step-runner.ts';
import type { BoundCriterion, Ranked } from './score-subjects.ts';
import type { Kept } from './select-units.ts';
import type { PruningScope, PruningTarget } from './targets.ts';

/** What is removed as one, and how what is left is found. */
export interface Granularity<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** What criteria rank. */
  readonly units: PruningSubject['kind'];
  /** Names of targets it takes; none: it has its own. */
  readonly targets: readonly (keyof PruningTarget)[];
  /** How masks grow along the schedule. Throws `invalid-input` or `nothing-changed` before anything is trained. */
  plan?(call: GranularityCall<ParamValues<S>>): MaskPlan;
  /** Instead of `plan`, for what no mask can stand for. Throws as that does. */
  removal?(call: GranularityCall<ParamValues<S>>): RemovalPlan;
  /** How far a budget can be followed; left out where none can be set. Throws `invalid-input` where nothing can go. */
  range?(call: RangeCall<ParamValues<S>>, name: BudgetName): BudgetRange;
  /** What can be pruned by degrees, part by part; left out where it can't. */
  parts?(network: Pick<CuttableNetwork, 'graph' | 'parameters' | 'masks'>): PrunableParts;
  /** The network without what is masked as a whole; left out where masks are all there is. */
  cut?(network: CuttableNetwork): CuttableNetwork;
}

export interface GranularityCall<Config> {
  readonly config: Config;
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly criterion: BoundCriterion;
  readonly target: PruningTarget;
  readonly scope: PruningScope;
  /** Optimizer steps before each pruning, ascending; several may fall on one step. */
  readonly updates: readonly number[];
  /** As `PruningSchedule.kept`. */
  kept(progress: number, initial: number, final: number): number;
  /** Bytes of the native file of a model of this structure. */
  fileBytes(graph: ModelGraph): number;
  /** Stream `criterion`. */
  readonly random: Random;
}

export type RangeCall<Config> = Pick<GranularityCall<Config>, 'config' | 'graph' | 'fileBytes'>;

/** A structure that shrinks along the schedule, between epochs. */
export interface RemovalPlan {
  /**
   * The network without what must be gone by the pruning at `progress`; `scoresOf` asks the criterion about the network as
   * it is. The same network gives the same one.
   */
  networkAt(progress: number, network: CuttableNetwork, scoresOf: ScoresOf): Promise<CuttableNetwork>;
  /** Share of what could be removed at first that is gone. */
  sparsity(graph: ModelGraph): number;
}

/** Scores of the units of these subjects, by their names. */
export type ScoresOf = (ranked: readonly Ranked[]) => Promise<Readonly<Record<string, Float32Array>>>;

/** The parts of a network that are ranked apart. */
export interface PrunableParts {
  readonly units: PruningSubject['kind'];
  readonly ranked: readonly Ranked[];
  /** Layers that are pruned with a part. */
  layersOf(part: string): readonly string[];
  /** The masks of the state without the units that don't stay. */
  masksWithout(kept: Kept, state: Pick<RunnerState, 'parameters' | 'masks'>): Masks;
}

export interface CuttableNetwork {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
  /** `node/parameter/slot`. */
  readonly slots: Parameters;
}

export function defineGranularity<const S extends ParamSpecs>(granularity: Granularity<S>): Granularity<S> {
  return granularity;
}

/** Which of a plan's prunings is due: their number at a step, and how far each is along the schedule, in (0, 1]. */
export function updateClock(updates: readonly number[]): Pick<MaskPlan, 'changesAt' | 'finalAt'> & {
  progress(at: { readonly done: number; readonly which: number }): number;
} {
  return {
    changesAt: done => updates.filter(update => update === done).length,
    finalAt: Math.max(...updates),
    progress: ({ done, which }) => (updates.indexOf(done) + which + 1) / updates.length,
  };
}
