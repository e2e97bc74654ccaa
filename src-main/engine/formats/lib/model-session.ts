import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Engine } from '../../tensor-library.ts';
import { answersFromOutputs } from '../answers.ts';
import type { RuntimeSession } from '../format.ts';
import { openGraph } from './graph-session.ts';

/** Runs a model that was read from a file on the engine in force, its answers as exports give them. */
export function openModel(reader: string, { graph, parameters, card }: Omit<Model, 'masks'>, engine: Engine): RuntimeSession {
  const session = openGraph(reader, { graph, parameters }, engine);
  return {
    ...session,
    predict: async (inputs, items) => answersFromOutputs(card.task, await session.predict(inputs, items), items),
  };
}
