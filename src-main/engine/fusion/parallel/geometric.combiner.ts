import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import { CLASS_TASKS, defineCombiner } from './combiner.ts';
import { logSharesOf, weightedSum } from './shares.ts';

/**
 * Geometric mean of the probabilities: the mean of their logarithms. After normalisation it answers as the average of
 * logits does; its own outputs are on the scale of log-probabilities, whatever the members' logits were.
 */
export const geometric = defineCombiner({
  id: 'geometric',
  title: 'Geometric mean',
  help: 'The geometric mean of the members’ probabilities: a class that one member rules out is out.',
  source: 'Hinton 2002, doi:10.1162/089976602760128018 (logarithmic opinion pool)',
  revision: 1,
  params: {},
  tasks: CLASS_TASKS,
  combine: ({ task, width, outputs, weights }) =>
    weightedSum(isSigmoid(task) ? outputs : outputs.map(own => logSharesOf(own, width)), weights),
  layers: ({ task, tail, ends, weights }) =>
    tail.weightedSum(isSigmoid(task) ? ends : ends.map(end => tail.add('logs', 'log-softmax', {}, [end])), weights),
});
