import type { DataRef } from '../../src-shared/domain/dataset.ts';
import type { ModelCard } from '../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ShrinkCard } from '../../src-shared/domain/shrink-card.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { measureShrinkCard } from '../engine/evaluation/shrink-card.ts';
import type { InputModel } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { saveModel, type FinishedTraining } from './save-model.ts';

/** What a job made of another model. */
export interface SmallerModel {
  readonly source: InputModel;
  /** Of the new model. */
  readonly graph: ModelGraph;
  readonly result: FinishedTraining;
  /** Of both models, unless they stand apart. */
  readonly data: LoadedDataset;
  /** Where the source takes inputs of its own, and the new model the data's: what the source takes, and what the new one is of. */
  readonly apart?: { readonly sourceData: LoadedDataset; readonly card: ModelCard; readonly dataRef: DataRef } | undefined;
}

/** A fact of jobs that are only tried out: a card takes longer to measure than a small model to train. */
export const WITHOUT_CARD = 'withoutCard';

/** Stores a model that was made from another one, with the card that says what it cost and bought. */
export async function saveSmaller(made: SmallerModel, { seed, facts }: JobInput, context: JobContext): Promise<ModelOutput> {
  const { source, graph, result, apart } = made;
  const { card: about, dataRef } = apart ?? { card: source.model.card, dataRef: source.output.data };
  const output = await saveModel({ graph, card: about }, result, dataRef, context.artifacts);
  if (facts[WITHOUT_CARD] !== undefined) return output;
  const card = await cardOf(made, about, { storedBytes: output.file.bytes, seed, context });
  return card === null ? output : { ...output, card };
}

interface CardParts {
  readonly storedBytes: number;
  readonly seed: number;
  readonly context: JobContext;
}

/** Null, with a line in the log, where a model has no form as ONNX: that is no reason to lose what was trained. */
async function cardOf(made: SmallerModel, about: ModelCard, { storedBytes, seed, context }: CardParts): Promise<ShrinkCard | null> {
  const { source, graph, data, result, apart } = made;
  const { parameters, masks } = result;
  context.report({ fraction: 1, stage: 'verifying' });
  try {
    return await measureShrinkCard({
      before: { model: source.model, storedBytes: source.output.file.bytes, data: apart?.sourceData },
      after: { model: { graph, parameters, masks, card: about }, storedBytes },
      ...{ data, seed, scratch: context.scratch, engine: await context.engine() },
      nowMs: () => context.nowMs(),
      turn: () => context.turn(),
    });
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || !['invalid-input', 'verification-failed'].includes(thrown.error.code)) throw thrown;
    context.log('warn', `There is no proof of shrinking: ${thrown.error.message}`);
    return null;
  }
}
