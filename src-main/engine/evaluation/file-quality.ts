import type { Split } from '../../../src-shared/domain/dataset.ts';
import { MAIN_FIGURES, type MainFigure } from '../../../src-shared/domain/quality.ts';
import type { ShrinkQuality } from '../../../src-shared/domain/shrink-card.ts';
import { outputsFromAnswers } from '../formats/answers.ts';
import type { RuntimeSession } from '../formats/format.ts';
import type { VerificationBatch } from '../formats/verify.ts';
import type { TrainingData } from '../training/training-data.ts';
import { evaluateOutcomes } from './evaluate.ts';
import { outcomesOf } from './outcomes.ts';
import type { SplitAnswers } from './predict.ts';

const BATCH = 500;
const METRIC_OF: Readonly<Record<MainFigure, string>> = { error: 'error', hammingLoss: 'hamming-loss', rmse: 'rmse' };

/** The first items of a split in order, as a file is asked them. */
export function* batchesOf(data: TrainingData, split: Split, count = data.count(split)): Generator<VerificationBatch> {
  for (let start = 0; start < count; start += BATCH) {
    const items = Math.min(BATCH, count - start);
    const positions = Uint32Array.from({ length: items }, (_, i) => start + i);
    yield { inputs: data.gather(split, positions).inputs, items };
  }
}

export interface QualityCall {
  readonly data: Pick<TrainingData, 'task'>;
  /** Of the bootstrap. */
  readonly seed: number;
  turn(): Promise<void>;
}

/** What answers to the validation part are worth: the share of errors, the Hamming loss, or the root mean squared error. Null where it is undefined. */
export async function qualityOf({ data: { task }, seed, turn }: QualityCall, answers: SplitAnswers): Promise<ShrinkQuality | null> {
  const metric = MAIN_FIGURES[task];
  const outcomes = outcomesOf({ task, ...answers });
  const evaluation = await evaluateOutcomes(outcomes, { split: 'validation', seed, only: [METRIC_OF[metric]], turn: () => turn() });
  const estimate = evaluation.metrics[metric];
  return estimate === undefined ? null : { metric, estimate, errors: evaluation.errors ?? null };
}

/** As `qualityOf`, of a file. Null without a validation part. */
export async function fileQuality(
  call: QualityCall & { readonly data: TrainingData },
  session: RuntimeSession,
): Promise<ShrinkQuality | null> {
  const { data, turn } = call;
  const items = data.count('validation');
  if (items === 0) return null;
  const answers = new Float32Array(items * data.outputs);
  let at = 0;
  for (const batch of batchesOf(data, 'validation')) {
    await turn();
    const found = await session.predict(batch.inputs, batch.items);
    answers.set(found, at);
    at += found.length;
  }
  const { targets } = data.gather(
    'validation',
    Uint32Array.from({ length: items }, (_, i) => i),
  );
  return qualityOf(call, { outputs: outputsFromAnswers(data.task, answers), targets, width: data.outputs });
}
