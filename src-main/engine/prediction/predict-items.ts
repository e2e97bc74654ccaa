import type { Model, ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { PredictedItem } from '../../../src-shared/domain/step-output.ts';
import { createPredictor } from '../evaluation/predictor.ts';
import { answersFromOutputs } from '../formats/answers.ts';
import type { Engine } from '../tensor-library.ts';
import { answerOf } from './answer-rows.ts';
import type { NewItem, NewItems } from './new-item.ts';

const BATCH = 64;

/** Whatever answers as an exported file does: `inputs` [items, …inputShape] give probabilities or values [items, width]. */
export type AnswerInputs = (inputs: Float32Array, items: number) => Promise<Float32Array>;

/** A model's answers to new items, in their order, some at a time. */
export async function* predictItems(
  engine: Engine,
  model: Pick<Model, 'graph' | 'parameters' | 'card'>,
  items: NewItems,
): AsyncGenerator<readonly PredictedItem[]> {
  const { graph, parameters, card } = model;
  const predictor = createPredictor({ engine, graph, parameters, inputShape: card.inputShape });
  try {
    yield* answerItems(async (inputs, count) => answersFromOutputs(card.task, await predictor.answer(inputs, count), count), card, items);
  } finally {
    predictor.dispose();
  }
}

/** The answers to new items of whatever answers, in their order, some at a time. */
export async function* answerItems(answer: AnswerInputs, card: ModelCard, items: NewItems): AsyncGenerator<readonly PredictedItem[]> {
  const answered = async (batch: readonly NewItem[]): Promise<readonly PredictedItem[]> => {
    const good = batch.flatMap(({ inputs }) => (inputs === null ? [] : [inputs]));
    const [first] = good;
    const joined = new Float32Array(good.length * (first?.length ?? 0));
    good.forEach((inputs, i) => joined.set(inputs, i * inputs.length));
    const rows = first === undefined ? new Float32Array(0) : await answer(joined, good.length);
    const width = good.length === 0 ? 0 : rows.length / good.length;
    let place = 0;
    return batch.map(({ name, inputs, problem }) => {
      if (inputs === null) return { name, answer: null, probability: null, values: [], problem };
      const row = rows.subarray(place * width, ++place * width);
      return answerOf(card, name, row);
    });
  };
  let waiting: NewItem[] = [];
  for await (const some of items) {
    waiting.push(...some);
    while (waiting.length >= BATCH) {
      yield await answered(waiting.slice(0, BATCH));
      waiting = waiting.slice(BATCH);
    }
  }
  if (waiting.length > 0) yield await answered(waiting);
}
