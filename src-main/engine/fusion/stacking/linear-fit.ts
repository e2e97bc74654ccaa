import type { Features } from './features.ts';
import type { Objective } from './limited-memory.ts';

/** What a linear model is fitted on: features and what is right, with a column of ones behind the features for the bias. */
export interface LinearProblem {
  readonly features: Features;
  readonly items: number;
  /** Outputs of the model. */
  readonly units: number;
  /** λ against the sum of losses; the bias is left free. */
  readonly ridge: number;
}

/** Turns one item's scores into its loss, and the scores into the slopes of the loss. */
export type ItemLoss = (scores: Float64Array, item: number) => number;

/** −ln softmax of the right class. */
export function softmaxLoss(targets: Int32Array | Float32Array): ItemLoss {
  return (scores, item) => {
    const right = targets[item]!;
    const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
    let sum = 0;
    for (let c = 0; c < scores.length; c++) sum += Math.exp(scores[c]! - highest);
    const loss = highest + Math.log(sum) - scores[right]!;
    for (let c = 0; c < scores.length; c++) scores[c] = Math.exp(scores[c]! - highest) / sum - Number(c === right);
    return loss;
  };
}

/** −ln of each label's own sigmoid, summed over labels. */
export function sigmoidLoss(targets: Int32Array | Float32Array): ItemLoss {
  return (scores, item) => {
    let loss = 0;
    for (let c = 0; c < scores.length; c++) {
      const score = scores[c]!;
      const right = targets[item * scores.length + c]!;
      loss += Math.log1p(Math.exp(-Math.abs(score))) + Math.max(0, score) - right * score;
      scores[c] = 1 / (1 + Math.exp(-score)) - right;
    }
    return loss;
  };
}

/** Half the squared error, summed over values. */
export function squaredLoss(targets: Int32Array | Float32Array): ItemLoss {
  return (scores, item) => {
    let loss = 0;
    for (let c = 0; c < scores.length; c++) {
      const error = scores[c]! - targets[item * scores.length + c]!;
      loss += (error * error) / 2;
      scores[c] = error;
    }
    return loss;
  };
}

/** Mean loss plus the ridge, of `[features + 1, units]` weights, the last row of which is the bias. */
export function linearObjective({ features: { values, width }, items, units, ridge }: LinearProblem, lossOf: ItemLoss): Objective {
  const scores = new Float64Array(units);
  return (at, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let i = 0; i < items; i++) {
      scores.set(at.subarray(width * units));
      for (let k = 0; k < width; k++) {
        const x = values[i * width + k]!;
        if (x !== 0) for (let u = 0; u < units; u++) scores[u]! += x * at[k * units + u]!;
      }
      loss += lossOf(scores, i);
      for (let k = 0; k < width; k++) {
        const x = values[i * width + k]!;
        if (x !== 0) for (let u = 0; u < units; u++) gradient[k * units + u]! += x * scores[u]!;
      }
      for (let u = 0; u < units; u++) gradient[width * units + u]! += scores[u]!;
    }
    for (let k = 0; k < width * units; k++) {
      loss += (ridge / 2) * at[k]! * at[k]!;
      gradient[k]! += ridge * at[k]!;
    }
    for (let k = 0; k < gradient.length; k++) gradient[k]! /= items;
    return loss / items;
  };
}
