import { removableLayers } from '../../graph/removable-layers.ts';
import { removeLayer } from '../../graph/remove-layer.ts';
import { defineMorphism } from './morphism.ts';

/** A layer or a residual block fewer: what read it reads its input, or a window of one place takes its place. */
export const remove = defineMorphism({
  id: 'remove',
  title: 'Remove',
  help: 'A layer or a residual block fewer.',
  source: 'Veit 2016, arXiv:1605.06431',
  revision: 1,
  params: {},
  keepsFunction: false,
  changes: graph => removableLayers(graph).removable.map(({ node }) => ({ morphism: 'remove', at: node })),
  apply(network, { at }) {
    const found = removableLayers(network.graph).removable.find(({ node }) => node === at);
    const { graph, parameters } = removeLayer(network, at, found?.ways.identity === undefined ? 'projection' : 'identity');
    return { graph, parameters };
  },
});
