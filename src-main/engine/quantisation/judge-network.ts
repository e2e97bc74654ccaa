import type { QuantisedFigures } from '../../../src-shared/domain/quantisation.ts';
import { metrics } from '../evaluation/metrics/index.ts';
import { outcomesOf } from '../evaluation/outcomes.ts';
import { predictSplit } from '../evaluation/predict.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { Network } from './fold-batch-norm.ts';

export interface JudgeSetup {
  readonly engine: Engine;
  readonly data: TrainingData;
  turn(): Promise<void>;
}

/** Of the training part, where there is no validation part. */
const MOST_TRAINING_ITEMS = 2000;

/** What networks are judged on: the validation part; never the test part. */
export function judgedPart({ data }: Pick<JudgeSetup, 'data'>): { readonly split: 'validation' | 'train'; readonly items: number } {
  const items = data.count('validation');
  return items > 0 ? { split: 'validation', items } : { split: 'train', items: Math.min(data.count('train'), MOST_TRAINING_ITEMS) };
}

export async function judgeNetwork(setup: JudgeSetup, { graph, parameters }: Network): Promise<QuantisedFigures> {
  const { split, items } = judgedPart(setup);
  const { inputShape, task, outputs } = setup.data;
  const data: TrainingData = { inputShape, task, outputs, count: () => items, gather: (part, at) => setup.data.gather(part, at) };
  const answers = await predictSplit({ ...setup, graph, parameters, data, split });
  const outcomes = outcomesOf({ task, ...answers });
  const once = new Uint32Array(outcomes.items).fill(1);
  const valueOf = (metric: string): number => metrics.require(metric).prepare(outcomes).value(once);
  return task === 'values' ? { loss: valueOf('rmse'), error: null } : { loss: valueOf('log-loss'), error: valueOf('error') };
}
