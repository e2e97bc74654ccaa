import type { Answers, ClassAnswers, LabelAnswers, ValueAnswers } from './answers-file.ts';

/** Which items of two models: those only one answers right (or closer, or with fewer wrong labels), or those both answer wrong. */
export const DISAGREEMENTS = ['onlyA', 'onlyB', 'neither'] as const;
export type Disagreement = (typeof DISAGREEMENTS)[number];

/** One model's answer: a class with its probability in [0, 1], a value, or all labels it gives (their numbers; `answer` is the first). */
export interface ItemAnswer {
  readonly answer: number;
  readonly confidence: number | null;
  readonly labels?: readonly number[];
}

export interface PairOfModels {
  /** Indices into the comparison's models. */
  readonly a: number;
  readonly b: number;
}

/**
 * Positions in the split, those first that say most: the surest of the wrong answers for classes, the largest gain for
 * values and labels. `neither` is empty for values, where no answer is simply right.
 */
export function disagreementsOf(answers: Answers, pair: PairOfModels, which: Disagreement): readonly number[] {
  const weigh = weightOf(answers, pair, which);
  const found: { readonly position: number; readonly weight: number }[] = [];
  for (let position = 0; position < answers.items; position++) {
    const weight = weigh(position);
    if (weight !== null) found.push({ position, weight });
  }
  return found.sort((x, y) => y.weight - x.weight || x.position - y.position).map(({ position }) => position);
}

/** Of values, the first output's. */
export function answerOf(answers: Answers, model: number, position: number): ItemAnswer {
  const at = model * answers.items + position;
  if (answers.task === 'values') return { answer: answers.predictions[at * answers.outputs] ?? Number.NaN, confidence: null };
  if (answers.task === 'labels') {
    const labels = Array.from({ length: answers.labels }, (_, l) => l).filter(l => answers.answers[at * answers.labels + l] === 1);
    return { answer: labels[0] ?? -1, confidence: null, labels };
  }
  return { answer: answers.answers[at] ?? -1, confidence: (answers.confidence[at] ?? 0) / 255 };
}

type Weigh = (position: number) => number | null;

function weightOf(answers: Answers, pair: PairOfModels, which: Disagreement): Weigh {
  if (answers.task === 'labels') return labelWeight(answers, pair, which);
  return answers.task === 'classes' ? classWeight(answers, pair, which) : valueWeight(answers, pair, which);
}

function labelWeight({ targets, answers, items, labels }: LabelAnswers, { a, b }: PairOfModels, which: Disagreement): Weigh {
  const wrongOf = (model: number, position: number): number => {
    let wrong = 0;
    for (let l = 0; l < labels; l++) if (answers[(model * items + position) * labels + l] !== targets[position * labels + l]) wrong++;
    return wrong;
  };
  return position => {
    const [wrongA, wrongB] = [wrongOf(a, position), wrongOf(b, position)];
    if (which === 'neither') return wrongA > 0 && wrongB > 0 ? wrongA + wrongB : null;
    const gain = which === 'onlyA' ? wrongB - wrongA : wrongA - wrongB;
    return gain > 0 ? gain : null;
  };
}

function classWeight({ targets, answers, confidence, items }: ClassAnswers, { a, b }: PairOfModels, which: Disagreement): Weigh {
  return position => {
    const [atA, atB] = [a * items + position, b * items + position];
    const [rightA, rightB] = [answers[atA] === targets[position], answers[atB] === targets[position]];
    if (which === 'neither') return rightA || rightB ? null : Math.max(confidence[atA]!, confidence[atB]!);
    if (which === 'onlyA') return rightA && !rightB ? confidence[atB]! : null;
    return rightB && !rightA ? confidence[atA]! : null;
  };
}

function valueWeight({ targets, predictions, items, outputs }: ValueAnswers, { a, b }: PairOfModels, which: Disagreement): Weigh {
  const lossOf = (model: number, position: number): number => {
    let sum = 0;
    for (let j = 0; j < outputs; j++) {
      sum += Math.abs(predictions[(model * items + position) * outputs + j]! - targets[position * outputs + j]!);
    }
    return sum / outputs;
  };
  return position => {
    const gain = lossOf(b, position) - lossOf(a, position);
    if (which === 'onlyA') return gain > 0 ? gain : null;
    return which === 'onlyB' && gain < 0 ? -gain : null;
  };
}
