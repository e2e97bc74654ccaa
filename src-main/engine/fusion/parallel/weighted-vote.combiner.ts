import { assertHeldOut, type HeldOutPredictions } from '../held-out.ts';
import { itemLosses } from '../judge-outputs.ts';
import { CLASS_TASKS, defineCombiner, equalWeights } from './combiner.ts';
import { fitOn } from './fitted-params.ts';
import { normalised } from './simplex.ts';
import { countPoints, voteBallot, voteLayers } from './votes.ts';

/**
 * A vote with weights ln((C − 1)·a/(1 − a)), a the share of right answers on held-out items: the best weights where members
 * err independently. One that is no better than a guess has none; and where the vote makes more errors on these items than
 * the best member alone, because one is far better than all others, that one has it all.
 */
export const weightedVote = defineCombiner({
  id: 'weighted-vote',
  title: 'Weighted vote',
  help: 'Each member votes for one class, with more weight the more often it was right on the validation part.',
  source: 'Kuncheva 2004, doi:10.1002/0471660264; several classes: Zhu et al. 2009, doi:10.4310/SII.2009.v2.n3.a8',
  revision: 1,
  params: { fitOn },
  tasks: CLASS_TASKS,
  fit({ predictions }) {
    assertHeldOut(predictions);
    const { task, width, items, outputs } = predictions;
    const guesses = task === 'classes' ? width - 1 : 1;
    const wrong = outputs.map(own => errorsIn(predictions, own));
    const odds = wrong.map(errors => Math.max(0, Math.log(guesses) + Math.log((items - errors + 1) / (errors + 1))));
    const weights = odds.some(weight => weight > 0) ? normalised(odds) : equalWeights(outputs.length);
    const fewest = Math.min(...wrong);
    const call = { task, width, outputs, weights };
    if (errorsIn(predictions, countPoints(call, voteBallot(call))) <= fewest) return { weights };
    return { weights: wrong.map((_, i) => Number(i === wrong.indexOf(fewest))) };
  },
  combine: call => countPoints(call, voteBallot(call)),
  layers: voteLayers,
});

function errorsIn(predictions: HeldOutPredictions, outputs: Float32Array): number {
  return itemLosses(predictions, outputs).reduce((sum, loss) => sum + loss, 0);
}
