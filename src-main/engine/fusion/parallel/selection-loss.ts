import type { HeldOutPredictions } from '../held-out.ts';
import { LEAST_SHARE } from '../../graph/layers/logits.layer.ts';
import { itemLosses } from '../judge-outputs.ts';
import { rightShares } from './fit-material.ts';
import { sharesOf } from './shares.ts';

/** The loss of the mean of everyone taken so far, and of one more. */
export interface SelectionLoss {
  with(member: number): number;
  take(member: number): void;
}

export function selectionLoss(predictions: HeldOutPredictions, objective: 'log-loss' | 'error'): SelectionLoss {
  if (predictions.task !== 'values' && objective === 'log-loss') return logLoss(rightShares(predictions));
  return answerLoss(predictions);
}

/** Only what members give to the right class counts. */
function logLoss(right: readonly Float32Array[]): SelectionLoss {
  const items = right[0]?.length ?? 0;
  const sum = new Float64Array(items);
  let taken = 0;
  return {
    with(member) {
      const own = right[member]!;
      let loss = 0;
      for (let n = 0; n < items; n++) loss -= Math.log(Math.max(sum[n]! + own[n]!, LEAST_SHARE));
      return loss / items + Math.log(taken + 1);
    },
    take(member) {
      right[member]!.forEach((share, n) => (sum[n]! += share));
      taken += 1;
    },
  };
}

/** Wrong answers, or squared errors, of the mean. */
function answerLoss(predictions: HeldOutPredictions): SelectionLoss {
  const { task, width, outputs, items } = predictions;
  const shares = outputs.map(own => sharesOf(task, own, width));
  const sum = new Float64Array(items * width);
  const mean = new Float32Array(sum.length);
  let taken = 0;
  return {
    with(member) {
      const own = shares[member]!;
      const shift = task === 'binary' ? 0.5 : 0;
      for (let k = 0; k < mean.length; k++) mean[k] = (sum[k]! + own[k]!) / (taken + 1) - shift;
      return itemLosses(predictions, mean).reduce((total, loss) => total + loss, 0) / items;
    },
    take(member) {
      shares[member]!.forEach((share, k) => (sum[k]! += share));
      taken += 1;
    },
  };
}
