import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { SplitAnswers } from '../../evaluation/predict.ts';
import { rowProbabilities } from '../../graph/confidence.ts';
import type { SplitFigures } from '../../training/loop-plan.ts';
import { answerOf } from './stage-answers.ts';

/** Mean log loss and share of right answers; for values the mean squared error. */
export function figuresOf({ outputs, targets, width }: SplitAnswers, task: Task): SplitFigures {
  if (task === 'values') {
    return { loss: outputs.reduce((sum, value, i) => sum + (value - targets[i]!) ** 2, 0) / outputs.length };
  }
  const items = targets.length;
  let [loss, right] = [0, 0];
  for (let item = 0; item < items; item++) {
    const row = outputs.subarray(item * width, (item + 1) * width);
    loss -= Math.log(Math.max(rowProbabilities(row, 1)[targets[item]!]!, 1e-30));
    right += Number(answerOf(row) === targets[item]!);
  }
  return { loss: loss / items, accuracy: right / items };
}
