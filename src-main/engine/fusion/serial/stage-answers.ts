import type { HeldOutPredictions } from '../held-out.ts';

const LEAST = 0.05;
const MOST = 20;
const SECTIONS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The temperature with the least mean log loss of softmax(z/T), by golden section over ln T in [ln 0.05, ln 20]: the loss has one
 * valley there. Source: Guo 2017, arXiv:1706.04599. Nothing to fit, where every answer is right or wrong at any temperature: 1.
 */
export function fitTemperature(outputs: Float32Array, predictions: HeldOutPredictions): number {
  const lossAt = (logarithm: number): number => logLoss(outputs, predictions, Math.exp(logarithm));
  let [low, high] = [Math.log(LEAST), Math.log(MOST)];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [lossAt(left), lossAt(right)];
  for (let i = 0; i < SECTIONS; i++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = lossAt(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = lossAt(right);
    }
  }
  const fitted = Math.exp((low + high) / 2);
  // At the edge the valley lies outside: perfect answers want T → 0, random ones T → ∞.
  return fitted < LEAST * 1.01 || fitted > MOST * 0.99 ? 1 : fitted;
}

/** Without an array for each item: this is asked dozens of times over all of them. */
function logLoss(outputs: Float32Array, { items, width, targets }: HeldOutPredictions, temperature: number): number {
  let sum = 0;
  for (let item = 0; item < items; item++) {
    const likely =
      width === 1
        ? secondOfTwo(outputs[item]!, targets[item]!, temperature)
        : shareOf(outputs, { from: item * width, to: (item + 1) * width, at: item * width + targets[item]! }, temperature);
    sum -= Math.log(Math.max(likely, 1e-30));
  }
  return sum / items;
}

interface Row {
  readonly from: number;
  readonly to: number;
  /** Of what is asked for. */
  readonly at: number;
}

/** One probability of a row of logits, as `rowProbabilities` has it. */
function shareOf(outputs: Float32Array, { from, to, at }: Row, temperature: number): number {
  let most = -Infinity;
  for (let k = from; k < to; k++) if (outputs[k]! > most) most = outputs[k]!;
  let total = 0;
  for (let k = from; k < to; k++) total += Math.exp((outputs[k]! - most) / temperature);
  return Math.exp((outputs[at]! - most) / temperature) / total;
}

function secondOfTwo(logit: number, target: number, temperature: number): number {
  const second = 1 / (1 + Math.exp(-logit / temperature));
  return target === 1 ? second : 1 - second;
}

/** 1 for each item answered rightly, else 0. */
export function rightAnswersOf(outputs: Float32Array, { items, width, targets }: HeldOutPredictions): Uint8Array {
  return Uint8Array.from({ length: items }, (_, item) => {
    const row = outputs.subarray(item * width, (item + 1) * width);
    return Number(answerOf(row) === targets[item]!);
  });
}

/** Class number of a row of logits; one logit: 1 above 0. */
export function answerOf(row: Float32Array): number {
  if (row.length === 1) return Number(row[0]! > 0);
  return row.reduce((best, value, i) => (value > row[best]! ? i : best), 0);
}
