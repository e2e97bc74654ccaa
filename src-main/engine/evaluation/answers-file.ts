import { SPLITS, type Split } from '../../../src-shared/domain/dataset.ts';
import { decodeTensorFile, encodeTensorFile, type FileTensor } from '../../../src-shared/lib/tensor-file.ts';
import type { LabelOutcomes, Outcomes } from './outcomes.ts';

/** What every model of a comparison answered to every item of the split, in the split's order. */
export type Answers = ClassAnswers | LabelAnswers | ValueAnswers;

interface AnswersOf {
  /** Hash of the data set's manifest. */
  readonly data: string;
  readonly split: Split;
  readonly items: number;
  readonly models: number;
}

export interface ClassAnswers extends AnswersOf {
  readonly task: 'classes';
  /** Class numbers `[items]`. */
  readonly targets: Int32Array;
  /** `[models, items]`. */
  readonly answers: Int32Array;
  /** Probability of the answer in 255ths, `[models, items]`. */
  readonly confidence: Uint8Array;
}

export interface LabelAnswers extends AnswersOf {
  readonly task: 'labels';
  readonly labels: number;
  /** 0 or 1 `[items, labels]`. */
  readonly targets: Uint8Array;
  /** Likewise, `[models, items, labels]`. */
  readonly answers: Uint8Array;
}

export interface ValueAnswers extends AnswersOf {
  readonly task: 'values';
  readonly outputs: number;
  /** `[items, outputs]`. */
  readonly targets: Float32Array;
  /** `[models, items, outputs]`. */
  readonly predictions: Float32Array;
}

/** Beyond, no answers are kept: the file would be larger than the models it is about. */
const MAX_ANSWERS = 20_000_000;

interface AnswersInput {
  readonly data: string;
  readonly split: Split;
  /** One a model, on the same items. */
  readonly outcomes: readonly Outcomes[];
}

/** A tensor file; null when there are too many answers to keep. */
export function encodeAnswers({ data, split, outcomes }: AnswersInput): Uint8Array | null {
  const [first] = outcomes;
  if (first === undefined || outcomes.length * answersEach(first) > MAX_ANSWERS) return null;
  const task = first.task === 'binary' ? 'classes' : first.task;
  return encodeTensorFile({ metadata: { data, split, task }, tensors: tensorsOf(outcomes, first) });
}

/** Throws a plain Error for a file that holds something else. */
export function decodeAnswers(bytes: Uint8Array): Answers {
  const { metadata, tensors } = decodeTensorFile(bytes);
  const { data, split: named, task } = metadata;
  const split = SPLITS.find(each => each === named);
  if (data === undefined || split === undefined)
    throw new Error(`Answers name their data and split, got '${String(data)}', '${String(named)}'`);
  const about = { data, split };
  if (task === 'values') return valueAnswers(tensors, about);
  return task === 'labels' ? labelAnswers(tensors, about) : classAnswers(tensors, about);
}

type About = Pick<AnswersOf, 'data' | 'split'>;

function valueAnswers(tensors: Tensors, about: About): ValueAnswers {
  const [targets, predictions] = [floats(tensors, 'targets'), floats(tensors, 'predictions')];
  const [models = 0, items = 0, outputs = 1] = predictions.shape;
  return { task: 'values', ...about, items, models, outputs, targets: targets.values, predictions: predictions.values };
}

function labelAnswers(tensors: Tensors, about: About): LabelAnswers {
  const [targets, answers] = [bytesOf(tensors, 'targets'), bytesOf(tensors, 'answers')];
  const [models = 0, items = 0, labels = 1] = answers.shape;
  return { task: 'labels', ...about, items, models, labels, targets: targets.values, answers: answers.values };
}

function classAnswers(tensors: Tensors, about: About): ClassAnswers {
  const [targets, answers, confidence] = [ints(tensors, 'targets'), ints(tensors, 'answers'), tensors['confidence']?.values];
  if (!(confidence instanceof Uint8Array)) throw new Error("Answers have a 'confidence' of bytes, but there is none");
  const [models = 0, items = 0] = answers.shape;
  return { task: 'classes', ...about, items, models, targets: targets.values, answers: answers.values, confidence };
}

function answersEach(outcomes: Outcomes): number {
  if (outcomes.task === 'labels') return outcomes.items * outcomes.labels;
  return outcomes.items * (outcomes.task === 'values' ? outcomes.outputs : 1);
}

function tensorsOf(outcomes: readonly Outcomes[], first: Outcomes): Readonly<Record<string, FileTensor>> {
  if (first.task === 'values') return valueTensors(outcomes, first.outputs);
  return first.task === 'labels' ? labelTensors(outcomes, first) : classTensors(outcomes, first.targets);
}

function labelTensors(outcomes: readonly Outcomes[], { items, labels, targets }: LabelOutcomes): Readonly<Record<string, FileTensor>> {
  const answers = new Uint8Array(outcomes.length * items * labels);
  outcomes.forEach((each, model) => {
    if (each.task !== 'labels') throw new Error(`Answers of one task are required, got labels and ${each.task}`);
    answers.set(each.answers, model * items * labels);
  });
  return {
    targets: { shape: [items, labels], values: Uint8Array.from(targets) },
    answers: { shape: [outcomes.length, items, labels], values: answers },
  };
}

function classTensors(outcomes: readonly Outcomes[], targets: Outcomes['targets']): Readonly<Record<string, FileTensor>> {
  const items = targets.length;
  const answers = new Int32Array(outcomes.length * items);
  const confidence = new Uint8Array(answers.length);
  outcomes.forEach((each, model) => {
    if (each.task === 'values' || each.task === 'labels') throw new Error(`Answers of one task are required, got classes and ${each.task}`);
    answers.set(each.answers, model * items);
    each.answers.forEach((answer, item) => {
      confidence[model * items + item] = Math.round(255 * each.probabilities[item * each.classes + answer]!);
    });
  });
  const shape = [outcomes.length, items];
  return {
    targets: { shape: [items], values: Int32Array.from(targets) },
    answers: { shape, values: answers },
    confidence: { shape, values: confidence },
  };
}

function valueTensors(outcomes: readonly Outcomes[], outputs: number): Readonly<Record<string, FileTensor>> {
  const items = outcomes[0]?.items ?? 0;
  const predictions = new Float32Array(outcomes.length * items * outputs);
  outcomes.forEach((each, model) => {
    if (each.task !== 'values') throw new Error(`Answers of one task are required, got values and ${each.task}`);
    predictions.set(each.predictions, model * items * outputs);
  });
  return {
    targets: { shape: [items, outputs], values: Float32Array.from(outcomes[0]?.targets ?? []) },
    predictions: { shape: [outcomes.length, items, outputs], values: predictions },
  };
}

type Tensors = Readonly<Record<string, FileTensor>>;

function ints(tensors: Tensors, name: string): { readonly shape: readonly number[]; readonly values: Int32Array } {
  const tensor = tensors[name];
  if (tensor?.values instanceof Int32Array) return { shape: tensor.shape, values: tensor.values };
  throw new Error(`Answers have '${name}' as 32-bit integers, but there is none`);
}

function bytesOf(tensors: Tensors, name: string): { readonly shape: readonly number[]; readonly values: Uint8Array } {
  const tensor = tensors[name];
  if (tensor?.values instanceof Uint8Array) return { shape: tensor.shape, values: tensor.values };
  throw new Error(`Answers have '${name}' as bytes, but there is none`);
}

function floats(tensors: Tensors, name: string): { readonly shape: readonly number[]; readonly values: Float32Array } {
  const tensor = tensors[name];
  if (tensor?.values instanceof Float32Array) return { shape: tensor.shape, values: tensor.values };
  throw new Error(`Answers have '${name}' as 32-bit floats, but there is none`);
}
