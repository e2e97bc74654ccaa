import { assertHeldOut } from '../held-out.ts';
import { itemLosses } from '../judge-outputs.ts';
import { CLASS_TASKS, defineCombiner, equalWeights } from './combiner.ts';
import { fitOn } from './fitted-params.ts';
import { normalised } from './simplex.ts';
import { countPoints, voteBallot, voteLayers } from './votes.ts';

/**
 * A vote with weights ln((C − 1)·a/(1 − a)), a the share of right answers on held-out items: the best weights where members
 * err independently. One that is no better than a guess has none.
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
    const weights = outputs.map(own => {
      const wrong = itemLosses(predictions, own).reduce((sum, loss) => sum + loss, 0);
      return Math.max(0, Math.log(guesses) + Math.log((items - wrong + 1) / (wrong + 1)));
    });
    return { weights: weights.some(weight => weight > 0) ? normalised(weights) : equalWeights(outputs.length) };
  },
  combine: call => countPoints(call, voteBallot(call)),
  layers: voteLayers,
});
