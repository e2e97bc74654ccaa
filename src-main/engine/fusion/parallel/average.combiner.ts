import { ALL_TASKS, defineCombiner } from './combiner.ts';
import { meanOfShares, meanOfSharesLayers } from './mean-of-shares.ts';

/** Mean of the members' probabilities (of their values). The control every other method is held against. */
export const average = defineCombiner({
  id: 'average',
  title: 'Average',
  help: 'The mean of the members’ probabilities, or of their values.',
  source: 'Hansen & Salamon 1990, doi:10.1109/34.58871; Lakshminarayanan 2017, arXiv:1612.01474',
  revision: 1,
  params: {},
  tasks: ALL_TASKS,
  combine: meanOfShares,
  layers: meanOfSharesLayers,
});
