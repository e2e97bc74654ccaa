import { defineMorphism } from './morphism.ts';
import { rewindowed, windowsThatChange } from './window.ts';

export const smallerKernel = defineMorphism({
  id: 'smaller-kernel',
  title: 'Smaller kernel',
  help: 'A window one place narrower on every side; the places outside go.',
  source: 'Elsken 2019, arXiv:1804.09081',
  revision: 1,
  params: {},
  keepsFunction: false,
  changes: graph => windowsThatChange(graph, -1).map(at => ({ morphism: 'smaller-kernel', at })),
  apply: (network, change, random) => rewindowed(network, change, -1, random),
});
