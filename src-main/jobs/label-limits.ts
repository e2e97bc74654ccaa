import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { thresholdsFor, type ThresholdChoice } from '../engine/evaluation/label-thresholds.ts';
import type { Split } from '../../src-shared/domain/dataset.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { JobContext } from './job.ts';

export interface LimitsCall {
  readonly context: JobContext;
  readonly model: Model;
  /** What it was trained on. */
  readonly data: LoadedDataset;
  /** What its labels are judged on; null where nothing is. */
  readonly split: Split | null;
}

/** The model with the thresholds of its labels in its card, as far as they are not ½. Throws `invalid-input` as `thresholdsFor`. */
export async function withLabelLimits({ context, model, data, split }: LimitsCall, choice: ThresholdChoice): Promise<Model> {
  if (choice === 'half') return model;
  const { graph, parameters, card } = model;
  const engine = await context.engine({ graph, data, training: null });
  const call = { engine, graph, parameters, data, split: split ?? 'train', turn: () => context.turn() } as const;
  const thresholds = await thresholdsFor(call, choice);
  return thresholds === undefined ? model : { ...model, card: { ...card, thresholds } };
}
