import { defineMorphism } from './morphism.ts';
import { rewindowed, windowsThatChange } from './window.ts';

export const largerKernel = defineMorphism({
  id: 'larger-kernel',
  title: 'Larger kernel',
  help: 'A window one place wider on every side; the new places begin at 0.',
  source: 'Elsken 2019, arXiv:1804.09081',
  revision: 1,
  params: {},
  keepsFunction: true,
  changes: graph => windowsThatChange(graph, 1).map(at => ({ morphism: 'larger-kernel', at })),
  apply: (network, change, random) => rewindowed(network, change, 1, random),
});
