import type { ModelCard } from '../../src-shared/domain/graph/model-card.ts';
import type { PredictedItem } from '../../src-shared/domain/step-output.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { parseNpy } from '../engine/data/numpy/npy.ts';
import type { SourceEntry, SourceFiles } from '../engine/data/ports.ts';
import { isRecordFile } from '../engine/data/text/record-batches.ts';
import { stepOf, type ItemDecoders, type NewItems } from '../engine/prediction/new-item.ts';
import { newItems } from '../engine/prediction/new-items.ts';
import { answerItems, type AnswerInputs } from '../engine/prediction/predict-items.ts';

/** A capsule's model, loaded in whatever runs it. */
export interface CapsuleModel {
  readonly card: ModelCard;
  readonly answer: AnswerInputs;
  readonly decoders: ItemDecoders;
  turn(): Promise<void>;
}

export type Answers = AsyncGenerator<readonly PredictedItem[]>;

const MAX_ARRAY_BYTES = 2 ** 31;

/**
 * The answers to a file or a folder, as the workbench itself gives them: by its own preprocessing. Arrays (`.npy`) hold items that are
 * preprocessed already. A file that can't be read is told, and the others are answered.
 */
export async function* answersFor(model: CapsuleModel, sources: SourceFiles, source: string): Answers {
  const files = await sources.list(source);
  const arrays = files.filter(({ name }) => isArray(name));
  const others = files.filter(({ name }) => !isArray(name));
  for (const { name } of arrays)
    yield* toldFailure(name, () => answerItems(model.answer, model.card, arrayItems(model.card, sources, source, name)));
  for (const group of groupsOf(model.card, others)) {
    const some: SourceFiles = { ...sources, list: () => Promise.resolve(group) };
    const call = { sources: some, source, card: model.card, decoders: model.decoders, turn: () => model.turn() };
    yield* toldFailure(group.length === 1 ? (group[0]?.name ?? source) : source, () =>
      answerItems(model.answer, model.card, newItems(call)),
    );
  }
}

function isArray(name: string): boolean {
  return /\.npy$/i.test(name);
}

/** A table is one file; pictures, recordings and texts come in folders. */
function groupsOf(card: ModelCard, files: readonly SourceEntry[]): readonly (readonly SourceEntry[])[] {
  if (stepOf(card, 'table') === undefined) return files.length === 0 ? [] : [files];
  const tables = files.length === 1 ? files : files.filter(({ name }) => isRecordFile(name));
  return tables.map(file => [file]);
}

async function* toldFailure(name: string, answers: () => Answers): Answers {
  try {
    yield* answers();
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    const { message, hint } = thrown.error;
    yield [{ name, answer: null, probability: null, values: [], problem: hint === undefined ? message : `${message}. ${hint}` }];
  }
}

async function* arrayItems({ inputShape }: ModelCard, sources: SourceFiles, source: string, name: string): NewItems {
  const { shape, values } = parseNpy(await sources.read(source, name, MAX_ARRAY_BYTES), name);
  const size = inputShape.reduce((product, side) => product * side, 1);
  const fits = (given: readonly number[]): boolean =>
    given.length === inputShape.length && given.every((side, i) => side === inputShape[i]);
  if (!fits(shape) && !fits(shape.slice(1)))
    throw invalidInput(`Items of the shape [${inputShape.join(', ')}] are required, got [${shape.join(', ')}]`, { path: name });
  const inputs = Float32Array.from(values);
  yield Array.from({ length: inputs.length / size }, (_, i) => ({
    name: `${name}:${i + 1}`,
    inputs: inputs.subarray(i * size, (i + 1) * size),
    problem: null,
  }));
}
