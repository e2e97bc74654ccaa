import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { predictSplit } from '../engine/evaluation/predict.ts';
import { figuresOf } from '../engine/fusion/judge-outputs.ts';
import { figuresOf as splitFiguresOf } from '../engine/fusion/serial/split-figures.ts';
import { squaredError, targetScale } from '../engine/training/target-scale.ts';
import type { JobContext } from './job.ts';

/** What a model that was not trained here has in place of a training. */
export const UNTRAINED = { epochs: { run: 0, kept: 0, stoppedEarly: false }, steps: 0, trainingMs: 0 };

/** Figures of a finished model on the validation part, as every list shows them. */
export async function validationFigures(
  model: Model,
  data: LoadedDataset,
  context: Pick<JobContext, 'engine' | 'report' | 'turn'>,
): Promise<{ kept: Figures; last: Figures } | null> {
  if (data.count('validation') === 0) return null;
  const { graph, parameters, card } = model;
  context.report({ fraction: 0.95, stage: 'evaluating' });
  const engine = await context.engine({ graph, data, training: null });
  const { outputs, targets, width } = await predictSplit({
    engine,
    graph,
    parameters,
    data,
    split: 'validation',
    turn: () => context.turn(),
  });
  if (card.task === 'labels') {
    const figures = splitFiguresOf({ outputs, targets, width }, card.task, null);
    return { kept: figures, last: figures };
  }
  const { logLoss, error = 0 } = figuresOf({ task: card.task, width, targets }, outputs);
  const kept = logLoss === undefined ? { loss: squaredError(outputs, targets, targetScale(data)) } : { loss: logLoss, accuracy: 1 - error };
  return { kept, last: kept };
}

interface Figures {
  readonly loss: number;
  readonly accuracy?: number;
}
