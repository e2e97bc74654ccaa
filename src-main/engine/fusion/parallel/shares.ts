import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { LEAST_ODDS, LEAST_SHARE } from '../../graph/layers/logits.layer.ts';

/** Probabilities `[items, width]` of logits: a softmax over each row (`classes`), a sigmoid of each value (`binary`, `labels`). Values stay. */
export function sharesOf(task: Task, outputs: Float32Array, width: number): Float32Array {
  if (task === 'values') return outputs;
  if (isSigmoid(task)) return outputs.map(logit => 1 / (1 + Math.exp(-logit)));
  const shares = new Float32Array(outputs.length);
  for (let start = 0; start < outputs.length; start += width) {
    const highest = highestOf(outputs, start, width);
    let sum = 0;
    for (let c = 0; c < width; c++) sum += shares[start + c] = Math.exp(outputs[start + c]! - highest);
    for (let c = 0; c < width; c++) shares[start + c]! /= sum;
  }
  return shares;
}

/** Logits that give these probabilities back; as the `logits` layer computes them. Values stay. */
export function logitsOfShares(task: Task, shares: Float32Array): Float32Array {
  if (task === 'values') return shares;
  if (task === 'classes') return shares.map(share => Math.log(Math.max(share, LEAST_SHARE)));
  return shares.map(share => Math.log(Math.max(share, LEAST_ODDS)) - Math.log(Math.max(1 - share, LEAST_ODDS)));
}

/** ln softmax of each row. */
export function logSharesOf(outputs: Float32Array, width: number): Float32Array {
  const logs = new Float32Array(outputs.length);
  for (let start = 0; start < outputs.length; start += width) {
    const highest = highestOf(outputs, start, width);
    let sum = 0;
    for (let c = 0; c < width; c++) sum += Math.exp(outputs[start + c]! - highest);
    const logSum = highest + Math.log(sum);
    for (let c = 0; c < width; c++) logs[start + c] = outputs[start + c]! - logSum;
  }
  return logs;
}

/** Σ wᵢ·xᵢ, summed in double precision; arrays of weight 0 are not read. */
export function weightedSum(arrays: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const length = arrays[0]?.length ?? 0;
  const sum = new Float64Array(length);
  arrays.forEach((values, i) => {
    const weight = weights[i]!;
    if (weight === 0) return;
    for (let k = 0; k < length; k++) sum[k]! += weight * values[k]!;
  });
  return Float32Array.from(sum);
}

function highestOf(values: Float32Array, start: number, width: number): number {
  let highest = values[start]!;
  for (let c = 1; c < width; c++) if (values[start + c]! > highest) highest = values[start + c]!;
  return highest;
}
