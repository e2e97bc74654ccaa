import { CLASS_TASKS, defineCombiner } from './combiner.ts';
import { countPoints, voteBallot, voteLayers } from './votes.ts';

/** Each member has one vote; ties are broken by the mean probability. */
export const vote = defineCombiner({
  id: 'vote',
  title: 'Majority vote',
  help: 'Each member votes for one class; the mean probability breaks ties.',
  source: 'Lam & Suen 1997, doi:10.1109/3468.618255',
  revision: 1,
  params: {},
  tasks: CLASS_TASKS,
  combine: call => countPoints(call, voteBallot(call)),
  layers: voteLayers,
});
