import { layerGoal } from './layer-goal.ts';
import type { CuttableNetwork, GranularityCall, RemovalPlan, ScoresOf } from './granularity.ts';
import { candidatesIn, networkWithout, unitsFor, type Candidate, type RemovalKind } from './removable-units.ts';

/**
 * Removes whole layers or blocks, the lowest score first, as few as the target asks for. All are scored once at every
 * pruning of the schedule, on the network as it is then; one that went with another is passed over.
 */
export function layerRemoval(call: GranularityCall<unknown>, kind: RemovalKind): RemovalPlan {
  const goal = layerGoal(call, kind);
  const total = candidatesIn(call.graph, kind).length;
  return {
    async networkAt(progress, network, scoresOf) {
      if (goal.isMet(network.graph, progress)) return network;
      const ranking = await rankingOf(network, goal.candidates(network.graph), scoresOf);
      let left = network;
      for (const { node } of ranking) {
        if (goal.isMet(left.graph, progress)) break;
        const still = goal.candidates(left.graph).find(one => one.node === node);
        if (still !== undefined) left = networkWithout(left, still);
      }
      return left;
    },
    sparsity: graph => Math.max(0, 1 - candidatesIn(graph, kind).length / total),
  };
}

/** The one to go first first; of equals the later. */
async function rankingOf(network: CuttableNetwork, candidates: readonly Candidate[], scoresOf: ScoresOf): Promise<readonly Candidate[]> {
  const name = 'layers';
  const subject = { kind: 'layers', name, units: unitsFor(network.graph, network.parameters, candidates) } as const;
  const scores = await scoresOf([{ subject, alive: new Uint8Array(candidates.length).fill(1) }]);
  const of = (unit: number): number => scores[name]![unit]!;
  return [...candidates.keys()].sort((a, b) => of(a) - of(b) || b - a).map(unit => candidates[unit]!);
}
