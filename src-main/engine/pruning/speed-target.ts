import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import {
  isFastEnough,
  isSurelyFastEnough,
  type SpeedComparison,
  type SpeedGoal,
  type SpeedVerdict,
} from '../../../src-shared/domain/speed.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { costsOf } from '../graph/costs.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../training/phases.ts';
import { mainPhases } from './pruning-phases.ts';
import { resolvePruning, type Pruning, type PruningSetup } from './pruning-setup.ts';
import { requireBudgets } from './pruning-choices.ts';
import { cutGraph, pruneAtOnce } from './prune-at-once.ts';
import { shapeFastEnough } from './speed-search.ts';
import type { PruningTarget } from './targets.ts';

export interface SpeedSearch {
  readonly phases: readonly Phase[];
  /** The pruning whose budget makes a network fast enough, once the phases have run; before that, one of the same kind. */
  found(state: PhaseState): Pruning;
}

/** Name of the shape that was found, beside the networks: it has no arrays. */
const SHAPE = 'fast-enough';
/** How often more is taken away, when what training left is too slow after all. */
const CORRECTIONS = 5;
/** Of the multiply-adds that are left, a correction takes at least this much and at most the square of it. */
const CORRECTION = 0.97;

/** Null where the target is none of speed. */
export function speedGoalOf({ latency, latencyMs }: PruningTarget): SpeedGoal | null {
  if (latency !== undefined) return { name: 'latency', bound: latency };
  return latencyMs === undefined ? null : { name: 'latencyMs', bound: latencyMs };
}

/**
 * Prunes until a network is fast enough, by measuring: first, before any training, the largest shape that is so is found
 * by bisection, and its multiply-adds are the budget of the pruning. What the schedule leaves is measured again before it
 * is fine-tuned, and loses a little more where its shape came out slower. `name`: of the pruned network.
 */
export function searchSpeed(setup: PruningSetup, goal: SpeedGoal, name: string): SpeedSearch {
  const full = resolvedAt(setup, likelyShare(setup));
  const found = (state: PhaseState): Pruning => {
    const shape = state[SHAPE]?.graph;
    return shape === undefined ? full : resolvePruning({ ...setup, target: { multiplyAdds: multiplyAddsOf(shape) } });
  };
  const find: Phase = {
    work: 0,
    run: async (state, hooks) => ({ ...state, [SHAPE]: shapeOnly(await shapeFastEnough(setup, goal, hooks)) }),
  };
  const main = mainPhases(full, name).map(({ work }, part): Phase => ({
    work,
    run: (state, hooks) => mainPhases(found(state), name)[part]!.run(state, hooks),
  }));
  const correct: Phase = {
    work: 0,
    async run(state, hooks) {
      const network = state[name];
      if (network === undefined || full.granularity.cut === undefined) return state;
      return { ...state, [name]: { ...network, masks: await correctedMasks(found(state), { network, goal }, hooks) } };
    },
  };
  return { phases: [find, ...main.slice(0, -1), correct, ...main.slice(-1)], found };
}

/** The last word: the finished network beside the unpruned one. */
export async function speedVerdict(setup: PruningSetup, asked: SpeedGoal, graph: ModelGraph): Promise<SpeedVerdict> {
  const measured = await setup.compareSpeed(setup.graph, graph, 'thorough');
  return { ...measured, asked, isReached: isFastEnough(measured, asked) };
}

/** Half of what can go, so that it is neither too little nor too much. */
function likelyShare(setup: PruningSetup): number {
  const { whole, least } = requireBudgets(setup).range('multiplyAdds');
  return (1 + least / whole) / 2;
}

function resolvedAt(setup: PruningSetup, share: number): Pruning {
  return resolvePruning({ ...setup, target: { multiplyAdds: share } });
}

async function correctedMasks(
  pruning: Pruning,
  { network, goal }: { readonly network: PhaseNetwork; readonly goal: SpeedGoal },
  hooks: TrainingHooks,
): Promise<PhaseNetwork['masks']> {
  const { setup } = pruning;
  let left: Pick<PhaseNetwork, 'graph' | 'parameters' | 'masks' | 'slots'> = network;
  for (let correction = 0; correction <= CORRECTIONS; correction++) {
    const graph = cutGraph(pruning, left);
    const measured = await setup.compareSpeed(setup.graph, graph, 'brief');
    if (isSurelyFastEnough(measured, goal)) break;
    hooks.log('info', `After training its shape takes ${textOf(measured)}: a little more goes`);
    const factor = Math.min(
      CORRECTION,
      Math.max(CORRECTION ** 2, goal.bound / (goal.name === 'latency' ? measured.ratio.median : measured.ms)),
    );
    try {
      left = await pruneAtOnce(resolvePruning({ ...setup, target: { multiplyAdds: multiplyAddsOf(graph) * factor } }), left, hooks);
    } catch (thrown) {
      if (thrown instanceof AppFailure && thrown.error.path?.startsWith('target') === true) break;
      throw thrown;
    }
  }
  return left.masks;
}

function textOf({ ms, ratio }: SpeedComparison): string {
  return `${ms.toFixed(4)} ms, ${(100 * ratio.median).toFixed(1)} % of the unpruned network's time`;
}

function multiplyAddsOf(graph: ModelGraph): number {
  return costsOf(graph).total.multiplyAdds;
}

function shapeOnly(graph: ModelGraph): PhaseNetwork {
  const epochs = { run: 0, kept: 0, stoppedEarly: false };
  return { graph, parameters: {}, masks: {}, slots: {}, validation: null, epochs, steps: 0, trainingMs: 0 };
}
