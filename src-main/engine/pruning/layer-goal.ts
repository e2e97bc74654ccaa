import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { graphWithout } from '../graph/remove-layer.ts';
import { amountOf, budgetOf, goalWithin, type BudgetName, type BudgetRange } from './budget.ts';
import type { GranularityCall } from './granularity.ts';
import { candidatesIn, reasonsAgainst, type Candidate, type RemovalKind } from './removable-units.ts';

/** What the removal of layers or blocks has to reach. */
export interface LayerGoal {
  /** Whether enough of the network is gone for the pruning at `progress`. */
  isMet(graph: ModelGraph, progress: number): boolean;
  /** Those that may go next. */
  candidates(graph: ModelGraph): readonly Candidate[];
}

type GoalCall = Pick<GranularityCall<unknown>, 'graph' | 'target' | 'kept' | 'fileBytes'>;

/** Throws `invalid-input` for a target that can't be reached or names what can't go, `nothing-changed` for one that is met already. */
export function layerGoal(call: GoalCall, kind: RemovalKind): LayerGoal {
  const { graph, target } = call;
  if (candidatesIn(graph, kind).length === 0) {
    throw invalidInput(`A model with a ${kind.kind} that can be removed is required, but every one must stay`, {
      path: 'model',
      hint: reasonsAgainst(graph, kind).join('; '),
    });
  }
  return target.layers === undefined ? budgetGoal(call, kind) : chosenGoal(call, kind, target.layers);
}

function budgetGoal(call: GoalCall, kind: RemovalKind): LayerGoal {
  const budget = budgetOf(call.target);
  const amount = amountIn(call, kind, budget.name);
  const range = layerRange(call, kind, budget.name);
  const [whole, goal] = [range.whole, goalWithin(budget, range)];
  return {
    // A share of a count may miss it by the last bit.
    isMet: (graph, progress) => amount(graph) <= whole * call.kept(progress, 1, goal / whole) * (1 + 1e-12),
    candidates: graph => candidatesIn(graph, kind),
  };
}

/** From the whole model to what is left when all is gone that may go. */
export function layerRange(call: Pick<GoalCall, 'graph' | 'fileBytes'>, kind: RemovalKind, name: BudgetName): BudgetRange {
  const amount = amountIn(call, kind, name);
  return { whole: amount(call.graph), least: amount(leastGraph(call.graph, kind)), units: `${kind.kind}s` };
}

function amountIn(call: Pick<GoalCall, 'fileBytes'>, kind: RemovalKind, name: BudgetName): (graph: ModelGraph) => number {
  return name === 'sparsity' ? graph => candidatesIn(graph, kind).length : graph => amountOf(graph, name, call);
}

/** The structure without all that may go. */
function leastGraph(graph: ModelGraph, kind: RemovalKind): ModelGraph {
  let left = graph;
  for (;;) {
    const [next] = candidatesIn(left, kind);
    if (next === undefined) return left;
    left = graphWithout(left, next.node, next.by);
  }
}

function chosenGoal({ graph, kept }: GoalCall, kind: RemovalKind, layers: readonly string[]): LayerGoal {
  const names = new Set(layers);
  if (names.size === 0) throw invalidInput(`The name of a ${kind.kind} is required, got none`, { path: 'target.layers' });
  const possible = candidatesIn(graph, kind);
  for (const name of names) {
    if (possible.some(({ node }) => node === name)) continue;
    const reason = reasonsAgainst(graph, kind).find(one => one.startsWith(`${name}: `)) ?? `${name}: there is no such ${kind.kind}`;
    throw invalidInput(`A ${kind.kind} that can be removed is required (${possible.map(({ node }) => node).join(', ')}), got '${name}'`, {
      path: 'target.layers',
      hint: reason,
    });
  }
  const chosen = (left: ModelGraph): readonly Candidate[] => candidatesIn(left, kind).filter(({ node }) => names.has(node));
  const others = possible.length - names.size;
  return {
    isMet: (left, progress) => others + chosen(left).length <= Math.round(possible.length * kept(progress, 1, others / possible.length)),
    candidates: chosen,
  };
}
