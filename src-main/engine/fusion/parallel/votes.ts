import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import { STEEP } from '../../graph/layers/ranks.layer.ts';
import type { CombineCall, LayersCall } from './combiner.ts';
import { logitsOfShares, sharesOf, weightedSum } from './shares.ts';

/** Turns a member's logits into points for each class; an item's points come to `total`. */
export interface Ballot {
  readonly total: number;
  points(outputs: Float32Array): Float32Array;
}

/**
 * Σ wᵢ·pointsᵢ with the mean probability as one more, lesser voice: it decides ties and nothing else, as its weight is below
 * the least of the weights. Divided so that an item's shares come to 1.
 */
export function countPoints({ task, width, outputs, weights }: CombineCall, ballot: Ballot): Float32Array {
  const voice = tieWeight(weights);
  const points = weightedSum(outputs.map(ballot.points), weights);
  const mean = weightedSum(
    outputs.map(own => sharesOf(task, own, width)),
    weights,
  );
  return logitsOfShares(task, weightedSum([points, mean], [1 / (ballot.total + voice), voice / (ballot.total + voice)]));
}

/** The same as nodes; `pointsOf` adds those that give a member's points. */
export function pointLayers({ tail, ends, weights }: LayersCall, total: number, pointsOf: (end: string) => string): string {
  const voice = tieWeight(weights);
  const points = tail.weightedSum(
    ends.map((end, i) => (weights[i] === 0 ? end : pointsOf(end))),
    weights,
  );
  const mean = tail.weightedSum(
    ends.map((end, i) => (weights[i] === 0 ? end : tail.shares(end))),
    weights,
  );
  return tail.logits(tail.weightedSum([points, mean], [1 / (total + voice), voice / (total + voice)]));
}

function tieWeight(weights: readonly number[]): number {
  const used = weights.filter(weight => weight > 0);
  return (Math.min(...used) * used.length) / (used.length + 1);
}

/** 1 for the class with the greatest logit, shared by equal ones. Of a logit by itself: for yes, or the label, where it is above 0. */
export function voteBallot({ task, width }: Pick<CombineCall, 'task' | 'width'>): Ballot {
  if (isSigmoid(task)) return { total: 1, points: outputs => outputs.map(logit => (Math.sign(logit) + 1) / 2) };
  return {
    total: 1,
    points(outputs) {
      const points = new Float32Array(outputs.length);
      for (let start = 0; start < outputs.length; start += width) {
        let [highest, winners] = [-Infinity, 0];
        for (let c = start; c < start + width; c++) {
          if (outputs[c]! > highest) [highest, winners] = [outputs[c]!, 1];
          else if (outputs[c] === highest) winners += 1;
        }
        for (let c = start; c < start + width; c++) points[c] = outputs[c] === highest ? 1 / winners : 0;
      }
      return points;
    },
  };
}

export function voteLayers(call: LayersCall): string {
  const { task, tail } = call;
  return pointLayers(call, 1, end =>
    tail.add('vote', 'activation', { function: isSigmoid(task) ? 'sigmoid' : 'softmax' }, [tail.rescale(end, STEEP)]),
  );
}
