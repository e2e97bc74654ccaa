import { MAIN_FIGURES, type MainFigure } from '../../../src-shared/domain/quality.ts';
import { hasWideTargets, isSigmoid } from '../../../src-shared/domain/graph/task.ts';
import type { FusionFigures, Matched } from '../../../src-shared/domain/fusion-figures.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Estimate } from '../../../src-shared/domain/report.ts';
import { wilson95 } from '../../../src-shared/lib/wilson.ts';
import { exactMcNemar } from '../evaluation/statistics/mcnemar.ts';
import { Z_975 } from '../evaluation/statistics/normal.ts';
import { wilcoxonSignedRank } from '../evaluation/statistics/wilcoxon.ts';

/** What is right, and what outputs mean. */
export interface Truth {
  readonly task: Task;
  readonly width: number;
  readonly targets: Int32Array | Float32Array;
}

/** Per item: 1 where the answer is wrong or none (of several labels, their share); of values, the mean squared error. */
export function itemLosses({ task, width, targets }: Truth, outputs: Float32Array): Float64Array {
  const losses = new Float64Array(outputs.length / width);
  for (let i = 0; i < losses.length; i++) {
    const at = i * width;
    const greatest = greatestOf(outputs, at, width);
    if (task === 'classes') losses[i] = Number(greatest !== targets[i] || Number.isNaN(outputs[at + greatest]));
    else for (let k = at; k < at + width; k++) losses[i]! += valueLoss(task, outputs[k]!, targets[k]!) / width;
  }
  return losses;
}

/** The name of what `measureOf` gives; lower is better. */
export function measureName(task: Task): MainFigure {
  return MAIN_FIGURES[task];
}

/** Error rate, Hamming loss, or the root of the mean squared error. */
export function measureOf(task: Task, losses: Float64Array): number {
  const mean = meanOf(losses);
  return task === 'values' ? Math.sqrt(mean) : mean;
}

export function figuresOf(truth: Truth, outputs: Float32Array, losses = itemLosses(truth, outputs)): FusionFigures {
  const { task } = truth;
  const measure = measureOf(task, losses);
  if (task === 'values') return { rmse: measure, mae: meanAbsoluteError(truth, outputs) };
  return { [measureName(task)]: measure, logLoss: meanLogLoss(truth, outputs) };
}

/** 95 %, over items: Wilson's for a share of wrong answers, else from the spread of the losses (of labels, items are what is drawn). */
export function intervalOf(task: Task, losses: Float64Array): Estimate {
  const mean = meanOf(losses);
  const value = measureOf(task, losses);
  if (task === 'values') {
    const half = Z_975 * standardErrorOf(losses);
    return { value, low: Math.sqrt(Math.max(0, mean - half)), high: Math.sqrt(mean + half), over: 'items' };
  }
  if (task === 'labels') {
    const half = Z_975 * standardErrorOf(losses);
    return { value, low: Math.max(0, value - half), high: Math.min(1, value + half), over: 'items' };
  }
  const [low, high] = wilson95(mean, losses.length);
  return { value, low, high, over: 'items' };
}

/** Of the mean loss. */
export function standardErrorOf(losses: Float64Array): number {
  const mean = meanOf(losses);
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, losses.length - 1) / losses.length);
}

/** A fusion's losses against a member's, on the same items. */
export function matchedOf(task: Task, fusion: Float64Array, member: Float64Array): Matched {
  let [onlyFusion, onlyMember] = [0, 0];
  fusion.forEach((loss, i) => {
    if (loss < member[i]!) onlyFusion++;
    else if (loss > member[i]!) onlyMember++;
  });
  const isGraded = hasWideTargets(task);
  const p = isGraded ? wilcoxonSignedRank(fusion.map((loss, i) => loss - member[i]!)) : exactMcNemar(onlyFusion, onlyMember);
  return { onlyFusion, onlyMember, p };
}

/** −ln of the probability of what is right, mean over items and labels; from logits, so that it stays finite. */
function meanLogLoss({ task, width, targets }: Truth, outputs: Float32Array): number {
  let sum = 0;
  if (isSigmoid(task)) {
    outputs.forEach((logit, i) => (sum += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, targets[i] === 1 ? -logit : logit)));
    return sum / outputs.length;
  }
  for (let at = 0; at < outputs.length; at += width) {
    const highest = outputs[at + greatestOf(outputs, at, width)]!;
    let total = 0;
    for (let c = at; c < at + width; c++) total += Math.exp(outputs[c]! - highest);
    sum += highest + Math.log(total) - outputs[at + targets[at / width]!]!;
  }
  return (sum * width) / outputs.length;
}

function meanAbsoluteError({ targets }: Truth, outputs: Float32Array): number {
  return outputs.reduce((sum, value, i) => sum + Math.abs(value - targets[i]!), 0) / outputs.length;
}

function valueLoss(task: Task, output: number, target: number): number {
  return task === 'values' ? (output - target) ** 2 : Number(Number(output > 0) !== target || Number.isNaN(output));
}

function greatestOf(values: Float32Array, start: number, width: number): number {
  let best = 0;
  for (let c = 1; c < width; c++) if (values[start + c]! > values[start + best]!) best = c;
  return best;
}

function meanOf(losses: Float64Array): number {
  let sum = 0;
  for (const loss of losses) sum += loss;
  return sum / losses.length;
}
