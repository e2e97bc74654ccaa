import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { add } from '../../graph/layers/add.layer.ts';
import { shapesOf, type ResolvedNode } from '../../graph/shapes.ts';
import { inherit } from './inherit.ts';
import { activationPlaces, alikeNode, fits, freshName, insertedAfter, layerBehind, withKernel } from './insert.ts';
import { defineMorphism } from './morphism.ts';

const PREFIX = 'skip';

/** A way around a layer and its activation, through a projection that begins at 0. */
export const addSkip = defineMorphism({
  id: 'add-skip',
  title: 'Add a skip',
  help: 'A way around a layer and its activation; it begins with weight 0.',
  source: 'Elsken 2018, arXiv:1711.04528',
  revision: 1,
  params: {},
  keepsFunction: true,
  changes(graph) {
    const nodes = shapesOf(graph);
    return activationPlaces(nodes, graph)
      .filter(({ node }) => !isSkipped(graph, node.name) && fits(() => skipped(graph, nodes, node.name).graph))
      .map(({ node }) => ({ morphism: 'add-skip', at: node.name }));
  },
  apply(network, { at }, random) {
    const { graph, projection } = skipped(network.graph, shapesOf(network.graph), at);
    return { graph, parameters: withKernel(inherit(graph, network, random), projection, 'zero') };
  },
});

function skipped(graph: ModelGraph, nodes: ReadonlyMap<string, ResolvedNode>, at: string) {
  const behind = layerBehind(nodes, at);
  const projection = freshName(graph, PREFIX);
  if (behind === null) return { graph, projection };
  const channels = nodes.get(at)?.output.at(-1) ?? 0;
  const around = alikeNode(behind, { channels, window: 'one', activation: 'linear' }, { name: projection, inputs: behind.node.inputs });
  const sum = { name: `${projection}-sum`, layer: add.id, config: {}, inputs: [at, projection] };
  return { graph: insertedAfter(graph, at, [around, sum]), projection };
}

/** A second way around would only be the first one once more. */
function isSkipped({ nodes }: ModelGraph, at: string): boolean {
  return nodes.some(({ name, inputs }) => name.startsWith(PREFIX) && name.endsWith('-sum') && inputs[0] === at);
}
