import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import { removableLayers, type Removable, type Replacement } from '../graph/removable-layers.ts';
import { removeLayer } from '../graph/remove-layer.ts';
import type { RemovableUnit } from './criterion.ts';
import { cutWith } from './cut-network.ts';
import type { CuttableNetwork } from './granularity.ts';

/** What is taken out as one. */
export interface RemovalKind {
  readonly kind: Removable['kind'];
  /** What may take its place, the first that fits. */
  readonly ways: readonly Replacement[];
}

/** A layer or block that can go, and how. */
export type Candidate = Pick<RemovableUnit, 'node' | 'by'> & Pick<Removable, 'nodes'>;

/** In the order of the graph. */
export function candidatesIn(graph: ModelGraph, { kind, ways }: RemovalKind): readonly Candidate[] {
  return removableLayers(graph)
    .removable.filter(one => one.kind === kind)
    .flatMap(({ node, nodes, ways: possible }) => {
      const by = ways.find(way => possible[way] !== undefined);
      return by === undefined ? [] : [{ node, nodes, by }];
    });
}

/** Layers or blocks that can't go, each with its reason. */
export function reasonsAgainst(graph: ModelGraph, { kind, ways }: RemovalKind): readonly string[] {
  const { removable, left } = removableLayers(graph);
  const impossible = removable.filter(one => one.kind === kind && ways.every(way => one.ways[way] === undefined));
  return [
    ...left.map(({ node, reason }) => `${node}: ${reason}`),
    ...impossible.map(({ node, ways: possible }) => `${node}: it could be replaced by ${Object.keys(possible).join(', ')} only`),
  ];
}

/** What a criterion ranks. A projection keeps its kernel, summed over the window. */
export function unitsFor(graph: ModelGraph, parameters: Parameters, candidates: readonly Candidate[]): readonly RemovableUnit[] {
  const learnt = parameterDeclarations(graph).filter(({ role }) => role !== 'statistic');
  return candidates.map(({ node, by, nodes }) => ({
    node,
    by,
    members: learnt
      .filter(declared => nodes.includes(declared.node))
      .map(({ fullName, role }) => ({ name: fullName, parameter: parameters[fullName]!, isKernel: role === 'kernel' })),
  }));
}

/** The network without it, masks and slots too. */
export function networkWithout(network: CuttableNetwork, { node, by }: Pick<Candidate, 'node' | 'by'>): CuttableNetwork {
  return cutWith(network, whole => removeLayer(whole, node, by));
}
