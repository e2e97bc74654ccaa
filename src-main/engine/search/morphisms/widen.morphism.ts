import { resizedGraph } from '../../graph/surgery.ts';
import { inherit } from './inherit.ts';
import { defineMorphism } from './morphism.ts';
import { requireResizable, resizableGroups, WIDTH_FACTOR } from './widths.ts';

/** More channels for a layer and those coupled with it. New channels are read with weight 0. */
export const widen = defineMorphism({
  id: 'widen',
  title: 'Widen',
  help: 'Half as many channels again for a layer and those coupled with it.',
  source: 'After Net2WiderNet, Chen 2016, arXiv:1511.05641',
  revision: 1,
  params: {},
  keepsFunction: true,
  changes: graph =>
    resizableGroups(graph).map(({ id, channels }) => ({ morphism: 'widen', at: id, to: Math.ceil(channels * WIDTH_FACTOR) })),
  apply(network, { at, to = 0 }, random) {
    const { sources } = requireResizable(network.graph, at);
    const graph = resizedGraph(network.graph, new Map(sources.map(({ node }) => [node, to])));
    return { graph, parameters: inherit(graph, network, random) };
  },
});
