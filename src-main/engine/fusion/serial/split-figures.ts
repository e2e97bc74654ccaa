import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { SplitAnswers } from '../../evaluation/predict.ts';
import { wrongLabels } from '../../evaluation/label-counts.ts';
import { outcomesOf } from '../../evaluation/outcomes.ts';
import { rowProbabilities } from '../../graph/confidence.ts';
import type { SplitFigures } from '../../training/loop-plan.ts';
import { squaredError, type TargetScale } from '../../training/target-scale.ts';
import { answerOf } from './stage-answers.ts';

/** Mean log loss and share of right answers (of items with every label right); for values the squared error in units of `scale`. */
export function figuresOf({ outputs, targets, width }: SplitAnswers, task: Task, scale: TargetScale | null): SplitFigures {
  if (task === 'values') return { loss: squaredError(outputs, targets, scale) };
  if (task === 'labels') return labelFigures({ outputs, targets, width });
  const items = targets.length;
  let [loss, right] = [0, 0];
  for (let item = 0; item < items; item++) {
    const row = outputs.subarray(item * width, (item + 1) * width);
    loss -= Math.log(Math.max(rowProbabilities(row, 1)[targets[item]!]!, 1e-30));
    right += Number(answerOf(row) === targets[item]!);
  }
  return { loss: loss / items, accuracy: right / items };
}

function labelFigures(answers: SplitAnswers): SplitFigures {
  const outcomes = outcomesOf({ task: 'labels', ...answers });
  if (outcomes.task !== 'labels') throw new Error('Labels were asked for');
  const loss = outcomes.logLikelihood.reduce((sum, value) => sum - value, 0) / outcomes.logLikelihood.length;
  return { loss, accuracy: wrongLabels(outcomes).filter(wrong => wrong === 0).length / outcomes.items };
}
