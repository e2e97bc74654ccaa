import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import { CLASS_TASKS, defineCombiner } from './combiner.ts';
import { logSharesOf, weightedSum } from './shares.ts';

/** Product of the probabilities, normalised: right when members err independently, far too sure when they don't. */
export const product = defineCombiner({
  id: 'product',
  title: 'Product',
  help: 'The product of the members’ probabilities: as if their errors had nothing to do with each other.',
  source: 'Kittler et al. 1998, doi:10.1109/34.667881',
  revision: 1,
  params: {},
  tasks: CLASS_TASKS,
  combine: ({ task, width, outputs }) =>
    weightedSum(isSigmoid(task) ? outputs : outputs.map(own => logSharesOf(own, width)), new Array<number>(outputs.length).fill(1)),
  layers: ({ task, tail, ends }) =>
    tail.weightedSum(
      isSigmoid(task) ? ends : ends.map(end => tail.add('logs', 'log-softmax', {}, [end])),
      new Array<number>(ends.length).fill(1),
    ),
});
