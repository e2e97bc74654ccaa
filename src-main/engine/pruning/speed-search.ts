import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { isFastEnough, isSurelyFastEnough, type SpeedComparison, type SpeedGoal } from '../../../src-shared/domain/speed.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import { costsOf } from '../graph/costs.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { magnitude } from './criteria/magnitude.criterion.ts';
import { cutGraph, pruneAtOnce } from './prune-at-once.ts';
import { resolvePruning, type PruningSetup, type SpeedEffort } from './pruning-setup.ts';
import { requireBudgets } from './pruning-choices.ts';

/** Halvings of the range of multiply-adds: to within a hundredth of it. */
const PROBES = 7;

/** Shapes of a network by the multiply-adds they may have, and what was measured of them. */
interface Shapes {
  readonly least: number;
  readonly whole: number;
  at(multiplyAdds: number): Promise<ModelGraph>;
  measure(shape: ModelGraph, effort: SpeedEffort): Promise<SpeedComparison>;
}

/**
 * The largest shape of a network, pruned at once, that is fast enough. The smallest is measured first. A shape that seemed
 * fast enough is measured once more at length, and a smaller one is looked for when it was luck. Throws `invalid-input` for
 * a speed beyond the smallest shape's, `nothing-changed` for one that the network has already.
 */
export async function shapeFastEnough(setup: PruningSetup, goal: SpeedGoal, hooks: TrainingHooks): Promise<ModelGraph> {
  const shapes = shapesOf(setup, hooks);
  const smallest = await shapes.at(shapes.least);
  const fastest = await shapes.measure(smallest, 'thorough');
  requireWithin(fastest, goal);
  let [low, high, best] = [shapes.least, shapes.whole, smallest];
  let isSure = true;
  for (let probe = 0; probe < PROBES; probe++) {
    const middle = (low + high) / 2;
    const shape = await shapes.at(middle);
    const measured = await shapes.measure(shape, 'brief');
    const holds = isSurelyFastEnough(measured, goal);
    const what = `${Math.round(multiplyAddsOf(shape))} multiply-adds, ${timesText(measured)}`;
    hooks.log('info', holds ? `Fast enough: ${what}` : `Not fast enough: ${what}`);
    if (holds) [low, best, isSure] = [middle, shape, false];
    else high = middle;
    await hooks.turn();
  }
  while (!isSure && best !== smallest) {
    isSure = isSurelyFastEnough(await shapes.measure(best, 'thorough'), goal);
    if (isSure) break;
    low = Math.max(shapes.least, low - (shapes.whole - shapes.least) / 2 ** (PROBES - 2));
    best = low === shapes.least ? smallest : await shapes.at(low);
  }
  return best;
}

function shapesOf(setup: PruningSetup, hooks: TrainingHooks): Shapes {
  const { whole, least } = requireBudgets(setup).range('multiplyAdds');
  const known = new Map<string, Promise<SpeedComparison>>();
  return {
    least,
    whole,
    async at(multiplyAdds) {
      const pruning = resolvePruning({
        ...withPlainCriterion(setup),
        target: { multiplyAdds: Math.min(multiplyAdds, whole * (1 - 1e-9)) },
      });
      return cutGraph(pruning, await pruneAtOnce(pruning, pruning.start, hooks));
    },
    measure(shape, effort) {
      const key = `${effort} ${canonicalJson(shape)}`;
      const measured = known.get(key) ?? setup.compareSpeed(setup.graph, shape, effort);
      known.set(key, measured);
      return measured;
    },
  };
}

/** Where all layers lose the same share, no criterion changes the shape; and movement has nothing to rank by yet. */
function withPlainCriterion(setup: PruningSetup): PruningSetup {
  const { granularity, needs } = requireBudgets(setup);
  const isPlain = (granularity.cut !== undefined && setup.scope === 'per-layer') || needs === 'movement';
  return isPlain ? { ...setup, criterion: { kind: magnitude.id }, schedule: { kind: 'one-shot' } } : setup;
}

function requireWithin(fastest: SpeedComparison, { name, bound }: SpeedGoal): void {
  const { wholeMs, ms, ratio } = fastest;
  const whole = name === 'latency' ? 1 : wholeMs;
  if (bound >= whole) {
    throw new AppFailure({
      code: 'nothing-changed',
      message: `A time below the unpruned network's is required (${wholeMs.toFixed(4)} ms for one item), got ${bound}`,
      path: `target.${name}`,
      hint: 'Ask for less time.',
    });
  }
  if (isFastEnough(fastest, { name, bound })) return;
  throw invalidInput(
    `A time within reach is required: from ${ms.toFixed(4)} ms (${ratio.median.toFixed(2)} of the unpruned network's) to ${wholeMs.toFixed(4)} ms for one item, measured here; got ${bound}`,
    { path: `target.${name}`, hint: 'Loading, starting and answering one item take their time whatever the network: ask for more time.' },
  );
}

function multiplyAddsOf(graph: ModelGraph): number {
  return costsOf(graph).total.multiplyAdds;
}

function timesText({ ms, ratio }: SpeedComparison): string {
  return `${ms.toFixed(4)} ms, ${(100 * ratio.median).toFixed(1)} % (${(100 * ratio.low).toFixed(1)}-${(100 * ratio.high).toFixed(1)})`;
}
