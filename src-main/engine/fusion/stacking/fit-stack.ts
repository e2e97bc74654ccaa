import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { heldOutPredictions, heldOutRows, type HeldOutPredictions, type PredictionPart, type StoredPredictions } from '../held-out.ts';
import { learners } from './index.ts';
import {
  inputOf,
  type FittedLearner,
  type LearnerCall,
  type LearnerLayers,
  type LearnerTail,
  type LevelOneInput,
  type LevelOneItems,
} from './learner.ts';

export interface StackPlan {
  /** `{ kind, …parameters }`, parsed: what gives the answer. */
  readonly learner: AlgorithmValue;
  /** A layer of learners that read the members, and are read by the one above; none in a stack of one layer. */
  readonly below: readonly AlgorithmValue[];
}

/** How learners compute, beside what they are fitted on. */
export type StackTools = Pick<LearnerCall<unknown>, 'engine' | 'hooks' | 'seed'>;

export interface Stack {
  /** Fitted on all items. */
  readonly learner: FittedLearner;
  /** Answers to the same items by stacks of the same plan that were fitted without the item's fold: what to expect of it. */
  readonly outOfFold: Float32Array;
}

/** Out-of-fold predictions of the members, with the parts they came in. */
export interface StackItems extends LevelOneItems {
  readonly folds: readonly FoldRows[];
}

interface FoldRows {
  readonly rows: Uint32Array;
  readonly others: Uint32Array;
}

/**
 * Fits a stack on out-of-fold predictions, and once more without each fold. Throws `invalid-input` where `heldOutPredictions`
 * does: other items, other folds, items that a member was trained on. `original`: the items' own inputs in the order of the
 * predictions, null when the learners are not to see them.
 */
export async function fitStack(
  stored: StoredPredictions,
  original: { readonly values: Float32Array; readonly width: number } | null,
  plan: StackPlan,
  tools: StackTools,
): Promise<Stack> {
  const predictions = heldOutPredictions(stored);
  const items: StackItems = {
    predictions,
    original: original?.values ?? null,
    originalWidth: original?.width ?? 0,
    folds: foldRows(stored.members[0]?.parts ?? []),
  };
  const learner = await fitPlan(items, plan, tools);
  const outOfFold = await withoutEachFold(items, tools, rest => fitPlan(rest, plan, tools));
  return { learner, outOfFold };
}

async function fitPlan(items: StackItems, { learner, below }: StackPlan, tools: StackTools): Promise<FittedLearner> {
  if (below.length === 0) return fitOne(items, learner, tools);
  const lower: FittedLearner[] = [];
  const answered: { readonly name: string; readonly parts: readonly PredictionPart[] }[] = [];
  for (const [i, value] of below.entries()) {
    lower.push(await fitOne(items, value, tools));
    const outputs = await withoutEachFold(items, tools, rest => fitOne(rest, value, tools));
    answered.push({ name: `learner ${i + 1}`, parts: partsOf(items, outputs) });
  }
  const { task, width } = items.predictions;
  const targets = targetsByFold(items);
  const upper = heldOutPredictions({ task, width, members: answered, targets });
  return onTopOf(lower, await fitOne({ predictions: upper, original: null, originalWidth: 0 }, learner, tools));
}

function fitOne(items: LevelOneItems, value: AlgorithmValue, { engine, hooks, seed }: StackTools): Promise<FittedLearner> {
  const { id, params } = splitAlgorithm(value);
  return learners.require(id).fit({ config: params, items, seed, engine, hooks });
}

/** Each item's answer by what was fitted without its fold. */
async function withoutEachFold(
  items: StackItems,
  { hooks }: StackTools,
  fit: (rest: StackItems) => Promise<FittedLearner>,
): Promise<Float32Array> {
  const { width } = items.predictions;
  const outputs = new Float32Array(items.predictions.items * width);
  for (const { rows, others } of items.folds) {
    await hooks.turn();
    const learner = await fit(rowsOfItems(items, others));
    const answers = learner.answer(inputOf(rowsOfItems(items, rows)));
    rows.forEach((row, i) => outputs.set(answers.subarray(i * width, (i + 1) * width), row * width));
  }
  return outputs;
}

/** Parts follow each other in the predictions. */
function foldRows(parts: readonly PredictionPart[]): readonly FoldRows[] {
  const total = parts.reduce((sum, { items }) => sum + items.length, 0);
  let from = 0;
  return parts.map(({ items }) => {
    const [start, end] = [from, from + items.length];
    from = end;
    const rows = Uint32Array.from({ length: items.length }, (_, i) => start + i);
    const others = Uint32Array.from({ length: total - items.length }, (_, i) => (i < start ? i : i + items.length));
    return { rows, others };
  });
}

/** Some of the items, with what is left of the folds. */
function rowsOfItems({ predictions, original, originalWidth, folds }: StackItems, rows: Uint32Array): StackItems {
  const placeOf = new Int32Array(predictions.items).fill(-1);
  rows.forEach((row, place) => (placeOf[row] = place));
  const kept = (list: Uint32Array): Uint32Array => list.filter(row => placeOf[row]! >= 0).map(row => placeOf[row]!);
  const left = folds.map(fold => ({ rows: kept(fold.rows), others: kept(fold.others) }));
  return {
    predictions: heldOutRows(predictions, rows),
    original: original === null ? null : rowsOfArray(original, rows, originalWidth),
    originalWidth,
    folds: left.filter(fold => fold.rows.length > 0 && fold.others.length > 0),
  };
}

function rowsOfArray(values: Float32Array, rows: Uint32Array, width: number): Float32Array {
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
  return taken;
}

/** A learner's answers as predictions: each fold's come from a fit on the other folds. */
function partsOf({ predictions, folds }: StackItems, outputs: Float32Array): readonly PredictionPart[] {
  const numbers = (rows: Uint32Array): Uint32Array => rows.map(row => predictions.itemNumbers[row]!);
  return folds.map(({ rows, others }) => ({
    source: predictions.source,
    items: numbers(rows),
    trainedOn: numbers(others),
    outputs: rowsOfArray(outputs, rows, predictions.width),
  }));
}

function targetsByFold({ predictions, folds }: StackItems): HeldOutPredictions['targets'] {
  const order = Uint32Array.from(folds.flatMap(({ rows }) => [...rows]));
  return heldOutRows(predictions, order).targets;
}

/** Two layers as one learner. */
function onTopOf(lower: readonly FittedLearner[], upper: FittedLearner): FittedLearner {
  return {
    weights: null,
    answer: input => upper.answer(upperInput(lower, input)),
    layers: call => stackedNodes(lower, upper, call),
  };
}

function upperInput(lower: readonly FittedLearner[], input: LevelOneInput): LevelOneInput {
  return { ...input, outputs: lower.map(learner => learner.answer(input)), original: null, originalWidth: 0 };
}

function stackedNodes(lower: readonly FittedLearner[], upper: FittedLearner, call: LearnerLayers): LearnerTail {
  // What the upper one gives no weight is no part of the model.
  const isRead = (i: number): boolean => upper.weights === null || upper.weights[i]! > 0;
  const tails = lower.map((learner, i) => (isRead(i) ? learner.layers(call) : { output: '', parameters: {} }));
  const top = upper.layers({ ...call, ends: tails.map(({ output }) => output), input: null });
  return { output: top.output, parameters: Object.assign({}, ...[...tails, top].map(tail => tail.parameters)) as Parameters };
}
