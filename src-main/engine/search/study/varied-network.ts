import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import { initialParameters } from '../../graph/parameters.ts';
import { morphisms } from '../morphisms/index.ts';
import type { Network, StructureChange } from '../morphisms/morphism.ts';

/** The structure after these changes. Values are not asked for; those that a change goes by are drawn. */
export function variedGraph(graph: ModelGraph, changes: readonly StructureChange[], random: Random): ModelGraph {
  return changes.reduce((network, change) => changed(network, change, random), { graph, parameters: initialParameters(graph, random) })
    .graph;
}

/** One change more. Throws a plain Error where the structure doesn't allow it. */
export function changed(network: Network, change: StructureChange, random: Random): Network {
  return morphisms.require(change.morphism).apply(network, change, random);
}

/** Every change of these kinds that a structure allows. */
export function changesOf(graph: ModelGraph, kinds: readonly string[]): readonly StructureChange[] {
  return kinds.flatMap(kind => morphisms.require(kind).changes(graph));
}
