import type { Split } from '../../../src-shared/domain/dataset.ts';
import { predict } from '../graph/forward.ts';
import { gatherBatch } from './batches.ts';
import type { SplitFigures } from './loop-plan.ts';
import { rightAnswers } from './step.ts';
import type { StepPlan, Tensors } from './step-plan.ts';
import { tidy } from './tidy.ts';
import type { TrainingData } from './training-data.ts';

const EVALUATION_BATCH = 256;

/** Null when the split is empty. The order of additions is fixed, so the same parameters give the same bits. */
export async function evaluateSplit(
  plan: StepPlan,
  parameters: Tensors,
  source: { readonly data: TrainingData; readonly split: Split },
  turn: () => Promise<void>,
): Promise<SplitFigures | null> {
  const count = source.data.count(source.split);
  if (count === 0) return null;
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < count; start += EVALUATION_BATCH) {
    const positions = Uint32Array.from({ length: Math.min(EVALUATION_BATCH, count - start) }, (_, i) => start + i);
    const figures = evaluateBatch(plan, parameters, source, positions);
    loss += figures.loss * positions.length;
    correct += figures.correct;
    await turn();
  }
  return plan.task === 'values' ? { loss: loss / count } : { loss: loss / count, accuracy: correct / count };
}

function evaluateBatch(
  plan: StepPlan,
  parameters: Tensors,
  { data, split }: { readonly data: TrainingData; readonly split: Split },
  positions: Uint32Array,
): { readonly loss: number; readonly correct: number } {
  const { tf, graph, task } = plan;
  return tidy(tf, () => {
    const { inputs, targets } = gatherBatch(tf, data, split, positions);
    const outputs = predict({ tf, graph, parameters, inputs: [inputs] })[0]!;
    const value = plan.loss(outputs, targets);
    const correct = rightAnswers(tf, task, outputs, targets);
    return { loss: value.dataSync()[0]!, correct: correct === null ? 0 : correct.dataSync()[0]! };
  });
}
