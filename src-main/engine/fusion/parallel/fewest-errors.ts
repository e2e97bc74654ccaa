import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import type { HeldOutPredictions } from '../held-out.ts';
import { itemLosses } from '../judge-outputs.ts';
import { equalWeights } from './combiner.ts';
import { sharesOf, weightedSum } from './shares.ts';

/** Parts of the weight that are tried to be moved, the larger ones first. */
const STEPS = [0.3, 0.1, 0.03];
const MAX_PASSES = 3;

/**
 * Weights of few wrong answers on these items: from the better of two starts, weight moves from one member to another as
 * long as that makes fewer errors. The error is a step function of the weights, so this is a local search and no more.
 */
export function fewestErrors(predictions: HeldOutPredictions, likeliest: readonly number[]): readonly number[] {
  const { task, width } = predictions;
  const shares = predictions.outputs.map(own => sharesOf(task, own, width));
  const starts = [likeliest, equalWeights(shares.length)].map(weights => stateOf(predictions, shares, weights));
  let state = starts.reduce((best, other) => (other.errors < best.errors ? other : best));
  for (const step of STEPS) {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const next = onePass(predictions, shares, { state, step });
      if (next === state) break;
      state = next;
    }
  }
  return state.weights;
}

interface SearchState {
  readonly weights: readonly number[];
  readonly errors: number;
}

function stateOf(predictions: HeldOutPredictions, shares: readonly Float32Array[], weights: readonly number[]): SearchState {
  const mixed = weightedSum(shares, weights);
  // A sigmoid's share is judged as a logit is: above ½ is above 0.
  const outputs = isSigmoid(predictions.task) ? mixed.map(share => share - 0.5) : mixed;
  return { weights, errors: itemLosses(predictions, outputs).reduce((sum, loss) => sum + loss, 0) };
}

function onePass(
  predictions: HeldOutPredictions,
  shares: readonly Float32Array[],
  { state, step }: { readonly state: SearchState; readonly step: number },
): SearchState {
  let best = state;
  for (let from = 0; from < shares.length; from++) {
    for (let to = 0; to < shares.length; to++) {
      const moved = Math.min(step, best.weights[from]!);
      if (from === to || moved === 0) continue;
      const weights = best.weights.map((weight, i) => weight + (i === to ? moved : i === from ? -moved : 0));
      const tried = stateOf(predictions, shares, weights);
      if (tried.errors < best.errors) best = tried;
    }
  }
  return best;
}
