import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { IDEMPOTENT } from '../../graph/activations.ts';
import { shapesOf, type ResolvedNode } from '../../graph/shapes.ts';
import { inherit } from './inherit.ts';
import { activationPlaces, alikeNode, fits, freshName, insertedAfter, layerBehind, withKernel } from './insert.ts';
import { defineMorphism } from './morphism.ts';

/** One more layer behind an activation, that passes on what it reads. Only where the activation leaves its own values alone. */
export const deepen = defineMorphism({
  id: 'deepen',
  title: 'Deepen',
  help: 'One more layer behind an activation; it begins by passing on what it reads.',
  source: 'Net2DeeperNet, Chen 2016, arXiv:1511.05641',
  revision: 1,
  params: {},
  keepsFunction: true,
  changes(graph) {
    const nodes = shapesOf(graph);
    return activationPlaces(nodes, graph)
      .filter(({ node, activation }) => IDEMPOTENT.has(activation) && fits(() => deeper(graph, nodes, node.name).graph))
      .map(({ node }) => ({ morphism: 'deepen', at: node.name }));
  },
  apply(network, { at }, random) {
    const { graph, added } = deeper(network.graph, shapesOf(network.graph), at);
    return { graph, parameters: withKernel(inherit(graph, network, random), added, 'identity') };
  },
});

function deeper(graph: ModelGraph, nodes: ReadonlyMap<string, ResolvedNode>, at: string) {
  const [behind, place] = [layerBehind(nodes, at), nodes.get(at)];
  const activation = place?.layer.endsWith?.(place.config);
  const added = freshName(graph, 'deeper');
  if (behind === null || place === undefined || activation === undefined) return { graph, added };
  const wanted = { channels: place.output.at(-1) ?? 0, window: 'own', activation } as const;
  return { graph: insertedAfter(graph, at, [alikeNode(behind, wanted, { name: added, inputs: [at] })]), added };
}
