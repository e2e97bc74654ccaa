import { isSigmoid } from '../../../src-shared/domain/graph/task.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';

interface JudgedAnswers {
  readonly task: Task;
  /** `[N, width]`: logits, or values. */
  readonly outputs: Float32Array;
  readonly targets: Int32Array | Float32Array;
  readonly width: number;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const ROUNDS = 30;

/**
 * Mean negative log-likelihood after the one temperature that makes it least (Guo et al. 2017, arXiv:1706.04599); for values the
 * mean squared error. Students taught at different temperatures differ in how sure they are, which says nothing about what
 * they know: this figure leaves it out, and is far less noisy than a count of errors.
 */
export function calibratedLoss({ task, outputs, targets, width }: JudgedAnswers): number {
  if (task === 'values') return outputs.reduce((sum, value, i) => sum + (value - targets[i]!) ** 2, 0) / Math.max(1, outputs.length);
  const at = (logTemperature: number): number => lossAt({ task, outputs, targets, width }, Math.exp(-logTemperature));
  // Convex in 1/T, so one valley in log T.
  let [low, high] = [Math.log(0.05), Math.log(20)];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [at(left), at(right)];
  for (let i = 0; i < ROUNDS; i++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = at(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = at(right);
    }
  }
  return Math.min(atLeft, atRight);
}

/** Mean over items and labels. */
function sigmoidLossAt(outputs: Float32Array, targets: ArrayLike<number>, scale: number): number {
  let sum = 0;
  for (let i = 0; i < outputs.length; i++) {
    const z = scale * outputs[i]! * (targets[i]! > 0.5 ? -1 : 1);
    sum += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, z);
  }
  return sum / outputs.length;
}

function lossAt({ task, outputs, targets, width }: JudgedAnswers, scale: number): number {
  if (isSigmoid(task)) return sigmoidLossAt(outputs, targets, scale);
  const items = outputs.length / width;
  let sum = 0;
  for (let i = 0; i < items; i++) {
    let greatest = -Infinity;
    for (let c = 0; c < width; c++) greatest = Math.max(greatest, scale * outputs[i * width + c]!);
    let total = 0;
    for (let c = 0; c < width; c++) total += Math.exp(scale * outputs[i * width + c]! - greatest);
    sum += greatest + Math.log(total) - scale * outputs[i * width + targets[i]!]!;
  }
  return sum / items;
}
