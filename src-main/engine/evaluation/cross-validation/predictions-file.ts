import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { decodeTensorFile, encodeTensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { placesOf, type Fold, type Folds } from './fold.ts';

/** What members answered to the items they did not see, and the folds that prove it. */
export interface OutOfFold {
  /** Hash of the data set's manifest. */
  readonly data: string;
  /** Hash of the file of folds. */
  readonly folds: string;
  readonly task: Task;
  /** Values per item. */
  readonly width: number;
  /** Item numbers, ascending. */
  readonly items: Uint32Array;
  readonly repeats: number;
  /** As the graph gives them, `[repeats, items, width]`: logits, or values. */
  readonly outputs: Float32Array;
}

const KIND = 'out-of-fold';
const VERSION = '1';

export function encodeOutOfFold({ data, folds, task, width, items, repeats, outputs }: OutOfFold): Uint8Array {
  return encodeTensorFile({
    metadata: { kind: KIND, version: VERSION, data, folds, task },
    tensors: { items: { shape: [items.length], values: items }, outputs: { shape: [repeats, items.length, width], values: outputs } },
  });
}

/** Throws a plain Error for a file that holds something else. */
export function decodeOutOfFold(bytes: Uint8Array): OutOfFold {
  const { metadata, tensors } = decodeTensorFile(bytes);
  const { kind, version, data, folds, task } = metadata;
  const items = tensors['items']?.values;
  const answers = tensors['outputs'];
  const isOurs = kind === KIND && version === VERSION && data !== undefined && folds !== undefined;
  if (!isOurs || !(items instanceof Uint32Array) || !(answers?.values instanceof Float32Array)) {
    throw new Error(`A file of out-of-fold predictions of version ${VERSION} is required, got '${String(kind)}' ${String(version)}`);
  }
  const [repeats = 0, , width = 1] = answers.shape;
  return { data, folds, task: task as Task, width, items, repeats, outputs: answers.values };
}

/** What one member answered, `[items, width]`, in a file of its own while the others are still made. */
export interface FoldAnswers {
  /** To its held-out items. */
  readonly heldOut: Float32Array;
  /** To the validation part beside the folds; empty where there is none. */
  readonly beside: Float32Array;
}

export function encodeFoldAnswers({ heldOut, beside }: FoldAnswers, width: number): Uint8Array {
  const tensor = (values: Float32Array) => ({ shape: [values.length / width, width], values });
  return encodeTensorFile({
    metadata: { kind: 'fold-answers', version: VERSION },
    tensors: { heldOut: tensor(heldOut), beside: tensor(beside) },
  });
}

export function decodeFoldAnswers(bytes: Uint8Array): FoldAnswers {
  const { tensors } = decodeTensorFile(bytes);
  const [heldOut, beside] = [tensors['heldOut']?.values, tensors['beside']?.values];
  if (heldOut instanceof Float32Array && beside instanceof Float32Array) return { heldOut, beside };
  throw new Error("Answers of a fold have 'heldOut' and 'beside' as 32-bit floats, but one is missing");
}

/** The folds' answers in the order of the items, round by round. Every item has one in each round. */
export function gatherAnswers(
  { items, repeats }: Pick<Folds, 'items' | 'repeats'>,
  answered: readonly { readonly fold: Pick<Fold, 'repeat' | 'heldOut'>; readonly answers: Float32Array }[],
  width: number,
): Float32Array {
  const outputs = new Float32Array(repeats * items.length * width);
  const places = placesOf(items);
  for (const { fold, answers } of answered) {
    fold.heldOut.forEach((item, i) => {
      const place = fold.repeat * items.length + places[item]!;
      outputs.set(answers.subarray(i * width, (i + 1) * width), place * width);
    });
  }
  return outputs;
}
