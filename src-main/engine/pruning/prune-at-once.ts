import type { TrainingHooks } from '../training/hooks.ts';
import type { CuttableNetwork } from './granularity.ts';
import { planMasks, planRemoval, type Pruning } from './pruning-setup.ts';
import { scoreNetwork, withPasses } from './score-network.ts';

/** What the target leaves of a network when all that must go goes at once, nothing trained: masked, or without it. */
export async function pruneAtOnce(pruning: Pruning, network: CuttableNetwork, hooks: TrainingHooks): Promise<CuttableNetwork> {
  if (pruning.granularity.removal !== undefined) {
    return planRemoval(pruning).networkAt(1, network, ranked => scoreNetwork(pruning, { network, ranked, done: 0 }, hooks));
  }
  const plan = planMasks(pruning, { network: pruning.start, updates: [0], kept: (_progress, _initial, final) => final });
  const masks = await withPasses(pruning, { network, done: 0 }, hooks, passes => plan.masksAt({ done: 0, which: 0 }, network, passes));
  return { ...network, masks };
}

/** Its structure without what is masked as a whole. */
export function cutGraph({ granularity }: Pruning, network: CuttableNetwork): CuttableNetwork['graph'] {
  return (granularity.cut?.(network) ?? network).graph;
}
