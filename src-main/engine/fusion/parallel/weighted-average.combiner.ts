import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { assertHeldOut, type HeldOutPredictions } from '../held-out.ts';
import { ALL_TASKS, defineCombiner } from './combiner.ts';
import { fewestErrors } from './fewest-errors.ts';
import { errorsOf, rightShares } from './fit-material.ts';
import { fitOn, objective } from './fitted-params.ts';
import { meanOfShares, meanOfSharesLayers } from './mean-of-shares.ts';
import { leastSquareWeights, likeliestWeights, normalised, pruned } from './simplex.ts';

/** Mean of the probabilities with weights that are fitted on held-out items, or given. */
export const weightedAverage = defineCombiner({
  id: 'weighted-average',
  title: 'Weighted average',
  help: 'A mean of the members’ probabilities, or values, with the weights that do best on the validation part.',
  source: 'Merz & Pazzani 1999, doi:10.1023/A:1007507221352; log score: Raftery et al. 2005, doi:10.1175/MWR2906.1',
  revision: 1,
  params: {
    fitOn,
    objective,
    weights: {
      kind: 'list',
      label: 'Given weights',
      help: 'In the order of the members, instead of fitted ones.',
      of: { kind: 'number', label: 'Weight', min: 0, max: 1e6 },
      optional: true,
      minItems: 2,
      maxItems: 64,
    },
  },
  tasks: ALL_TASKS,
  given: ({ weights }, members) => (weights === undefined ? null : givenWeights(weights, members)),
  fit({ config, predictions }) {
    assertHeldOut(predictions);
    return { weights: pruned(fittedWeights(predictions, config.objective)) };
  },
  combine: meanOfShares,
  layers: meanOfSharesLayers,
});

function givenWeights(weights: readonly number[], members: number): readonly number[] {
  const path = 'method.weights';
  if (weights.length !== members)
    throw invalidInput(`A weight for each of ${members} members is required, got ${weights.length}`, { path });
  if (weights.some(weight => weight > 0)) return normalised(weights);
  throw invalidInput('At least one weight above 0 is required, got only zeros', {
    path,
    hint: 'Leave the weights out to have them fitted.',
  });
}

function fittedWeights(predictions: HeldOutPredictions, objective: 'log-loss' | 'error'): readonly number[] {
  if (predictions.task === 'values') return leastSquareWeights(errorsOf(predictions));
  const likeliest = likeliestWeights(rightShares(predictions));
  return objective === 'log-loss' ? likeliest : fewestErrors(predictions, likeliest);
}
