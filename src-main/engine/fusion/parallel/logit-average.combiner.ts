import { CLASS_TASKS, defineCombiner } from './combiner.ts';
import { weightedSum } from './shares.ts';

/** Mean of the logits as they are: a member whose logits are larger has more say, so calibrate members of unequal scale first. */
export const logitAverage = defineCombiner({
  id: 'logit-average',
  title: 'Average of logits',
  help: 'The mean of the members’ logits; a member that is surer has more say.',
  source: 'Ju et al. 2018, arXiv:1704.01664',
  revision: 1,
  params: {},
  tasks: CLASS_TASKS,
  combine: ({ outputs, weights }) => weightedSum(outputs, weights),
  layers: ({ tail, ends, weights }) => tail.weightedSum(ends, weights),
});
