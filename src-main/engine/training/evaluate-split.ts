import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { SplitFigures } from './loop-plan.ts';
import type { RunnerPlan, StepRunner } from './step-runner.ts';

const EVALUATION_BATCH = 256;

/** Null when the split is empty. The order of additions is fixed, so the same parameters give the same bits. */
export async function evaluateSplit(
  runner: StepRunner,
  { step: plan, data }: RunnerPlan,
  split: Split,
  turn: () => Promise<void>,
): Promise<SplitFigures | null> {
  const count = data.count(split);
  if (count === 0) return null;
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < count; start += EVALUATION_BATCH) {
    const positions = Uint32Array.from({ length: Math.min(EVALUATION_BATCH, count - start) }, (_, i) => start + i);
    const figures = await runner.evaluate(split, positions);
    loss += figures.loss * positions.length;
    correct += figures.correct;
    await turn();
  }
  return plan.task === 'values' ? { loss: loss / count } : { loss: loss / count, accuracy: correct / count };
}
