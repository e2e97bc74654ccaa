import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import { CLASS_TASKS, defineCombiner, type CombineCall, type LayersCall } from './combiner.ts';
import { LEAST_SHARE } from '../../graph/layers/logits.layer.ts';
import { logSharesOf, sharesOf } from './shares.ts';

/** Every class gets the greatest probability any member gives it, normalised: the surest member has the word. */
export const max = defineCombiner({
  id: 'max',
  title: 'Maximum',
  help: 'The greatest probability that any member gives a class.',
  source: 'Kittler et al. 1998, doi:10.1109/34.667881',
  revision: 1,
  params: {},
  tasks: CLASS_TASKS,
  combine: call => (isSigmoid(call.task) ? greatestOdds(call) : greatest(call.outputs.map(own => logSharesOf(own, call.width)))),
  layers: call => (isSigmoid(call.task) ? oddsLayers(call) : logLayers(call)),
});

function greatest(arrays: readonly Float32Array[]): Float32Array {
  return arrays.reduce((most, values) => most.map((value, i) => Math.max(value, values[i]!)));
}

/** Of two classes both probabilities count: ln(max p / max(1 − p)). */
function greatestOdds({ task, width, outputs }: CombineCall): Float32Array {
  const shares = outputs.map(own => sharesOf(task, own, width));
  const [most, least] = [greatest(shares), greatest(shares.map(own => own.map(share => 1 - share)))];
  const logarithm = (share: number): number => Math.log(Math.max(share, LEAST_SHARE));
  return most.map((share, i) => logarithm(share) - logarithm(least[i]!));
}

function logLayers({ tail, ends }: LayersCall): string {
  const logs = ends.map(end => tail.add('logs', 'log-softmax', {}, [end]));
  return logs.length === 1 ? logs[0]! : tail.add('greatest', 'maximum', {}, logs);
}

function oddsLayers({ tail, ends }: LayersCall): string {
  const shares = ends.map(end => tail.shares(end));
  const logOf = (nodes: readonly string[]): string =>
    tail.add('log', 'logits', { of: 'softmax', normalised: false }, [tail.add('greatest', 'maximum', {}, nodes)]);
  return tail.weightedSum([logOf(shares), tail.rescale(logOf(shares.map(share => tail.rescale(share, -1, 1))), -1)], [1, 1]);
}
