import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import type { JsonObject } from '../../../../src-shared/lib/json.ts';
import { checkGraph } from '../../graph/check-graph.ts';
import { shapesOf } from '../../graph/shapes.ts';
import { inherit } from './inherit.ts';
import type { Network, StructureChange } from './morphism.ts';

/** Layers whose window can be a place larger or smaller on every side. */
export function windowsThatChange(graph: ModelGraph, by: 1 | -1): readonly string[] {
  return [...shapesOf(graph).values()]
    .filter(({ layer, config }) => (layer.rewindow?.(config, by) ?? null) !== null)
    .map(({ node }) => node.name);
}

export function rewindowed(network: Network, { at }: StructureChange, by: 1 | -1, random: Random): Network {
  const place = shapesOf(network.graph).get(at);
  const config = place?.layer.rewindow?.(place.config, by) ?? null;
  if (config === null) throw new Error(`The window of '${at}' can't change`);
  const nodes = network.graph.nodes.map(node => (node.name === at ? { ...node, config: config as JsonObject } : node));
  const graph = checkGraph({ ...network.graph, nodes });
  return { graph, parameters: inherit(graph, network, random) };
}
