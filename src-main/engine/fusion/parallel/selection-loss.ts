import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import type { HeldOutPredictions } from '../held-out.ts';
import { itemLosses } from '../judge-outputs.ts';
import { rightShares } from './fit-material.ts';
import { sharesOf } from './shares.ts';
import { sumOfLogs } from './sum-of-logs.ts';

/** The loss of the mean of everyone taken so far, and of one more. */
export interface SelectionLoss {
  with(member: number): number;
  take(member: number): void;
}

/** Makes losses of sets of the members; what they have in common is computed once. */
export function selectionLosses(
  predictions: HeldOutPredictions,
  objective: 'log-loss' | 'error',
): (members: readonly number[]) => SelectionLoss {
  if (predictions.task !== 'values' && objective === 'log-loss') {
    const right = rightShares(predictions);
    return members => logLoss(members.map(member => right[member]!));
  }
  const { task, width, outputs } = predictions;
  const shares = outputs.map(own => sharesOf(task, own, width));
  return members =>
    answerLoss(
      predictions,
      members.map(member => shares[member]!),
    );
}

/** Only what members give to the right class counts. */
function logLoss(right: readonly Float32Array[]): SelectionLoss {
  const items = right[0]?.length ?? 0;
  const sum = new Float64Array(items);
  let taken = 0;
  return {
    with: member => Math.log(taken + 1) - sumOfLogs(sum, right[member]!) / items,
    take(member) {
      right[member]!.forEach((share, n) => (sum[n]! += share));
      taken += 1;
    },
  };
}

/** Wrong answers, or squared errors, of the mean. */
function answerLoss(predictions: HeldOutPredictions, shares: readonly Float32Array[]): SelectionLoss {
  const { task, width, items } = predictions;
  const sum = new Float64Array(items * width);
  const mean = new Float32Array(sum.length);
  let taken = 0;
  return {
    with(member) {
      const own = shares[member]!;
      const shift = isSigmoid(task) ? 0.5 : 0;
      for (let k = 0; k < mean.length; k++) mean[k] = (sum[k]! + own[k]!) / (taken + 1) - shift;
      return itemLosses(predictions, mean).reduce((total, loss) => total + loss, 0) / items;
    },
    take(member) {
      shares[member]!.forEach((share, k) => (sum[k]! += share));
      taken += 1;
    },
  };
}
