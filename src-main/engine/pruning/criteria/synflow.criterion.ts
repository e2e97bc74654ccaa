import { defineCriterion, sumOverUnits } from '../criterion.ts';

/** A weight's share of the synaptic flow through the network (see `synapticFlow`); wants many rounds at initialisation. */
export const synflow = defineCriterion({
  id: 'synflow',
  title: 'SynFlow',
  help: 'Connections that carry least from input to output go first; needs no data and leaves no layer empty.',
  source: 'Tanaka et al. 2020, arXiv:2006.05467',
  params: {},
  revision: 1,
  needs: 'flow',
  units: ['weights', 'channels'],
  isGlobal: true,
  score: ({ subject, evidence }) => Float32Array.from(sumOverUnits(subject, (name, i) => evidence.of(name)[i] ?? 0)),
});
