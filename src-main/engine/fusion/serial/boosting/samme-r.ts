import { predictSplit, type SplitAnswers } from '../../../evaluation/predict.ts';
import { ITEM_WEIGHT, type ItemArray } from '../../../training/training-data.ts';
import { ensembleGraph, underStage } from './ensemble-graph.ts';
import type { BoostingRule } from './boosting-rule.ts';

/** No item may count more than so many average ones: a few that nothing can learn would be all that later stages see. */
const MOST_WEIGHT = 20;

/**
 * Each stage is a network of its own, trained with weights on the items. SAMME.R's weight of an item shrinks by
 * exp(−(K−1)/K·y·ln p) for every stage; with softmax this is exp(−(z_true − mean z)), so the sum of the stages' logits tells
 * it, and their mean is the ensemble's logits. Source: Zhu 2009, doi:10.4310/SII.2009.v2.n3.a8. Departs from it: the logits
 * count by the shrinkage in the weights (networks are far surer than the trees of the paper), and weights are capped. Judged by right
 * answers: items' weights bend the probabilities.
 */
export const sammeR: BoostingRule = {
  tasks: ['classes', 'binary'],
  shrinkage: 0.2,
  better: (one, other) => (one.accuracy ?? 0) > (other.accuracy ?? 0),
  factors: stages => Array.from({ length: stages }, () => 1 / stages),
  async trained({ engine, graph, stage, former, initial, data, shrinkage, hooks }) {
    if (stage === 0) return { graph, parameters: initial, data, frozen: new Set<string>() };
    const factors = Array.from({ length: stage }, () => shrinkage);
    const sum = { graph: ensembleGraph(graph, factors), parameters: former };
    const answers = await predictSplit({ engine, ...sum, data, split: 'train', turn: () => hooks.turn() });
    const extras = { ...data.extras, [ITEM_WEIGHT]: itemWeights(answers) };
    return { graph, parameters: initial, data: { ...data, extras }, frozen: new Set<string>() };
  },
  stageArrays: (parameters, stage) => underStage(parameters, stage),
};

/** Mean 1. One logit is that of two classes, half above and half below 0. */
export function itemWeights({ outputs, targets, width }: SplitAnswers): ItemArray {
  const items = targets.length;
  const exponents = Float64Array.from({ length: items }, (_, item) => {
    const row = outputs.subarray(item * width, (item + 1) * width);
    if (width === 1) return (targets[item]! > 0.5 ? -1 : 1) * 0.5 * row[0]!;
    return row.reduce((sum, value) => sum + value, 0) / width - row[targets[item]!]!;
  });
  return { shape: [], values: cappedWeights(exponents) };
}

const HALVINGS = 80;

/** exp of these times a common factor, at most the cap each, of mean 1; the factor by bisection over its logarithm. */
function cappedWeights(exponents: Float64Array): Float32Array {
  const highest = exponents.reduce((high, value) => Math.max(high, value), -Infinity);
  const lowest = exponents.reduce((low, value) => Math.min(low, value), Infinity);
  const weightsAt = (shift: number): Float32Array => Float32Array.from(exponents, value => Math.min(MOST_WEIGHT, Math.exp(value + shift)));
  const isLight = (weights: Float32Array): boolean => weights.reduce((sum, weight) => sum + weight, 0) < exponents.length;
  // With the lower factor no item is above the mean, with the upper one none below.
  let [low, high] = [-highest, -lowest];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (isLight(weightsAt(middle))) low = middle;
    else high = middle;
  }
  return weightsAt((low + high) / 2);
}
