import type { ClassOutcomes } from './outcomes.ts';

export interface ClassCounts {
  /** Items of the class answered with it. */
  readonly right: Float64Array;
  /** Items of the class. */
  readonly actual: Float64Array;
  /** Items answered with the class. */
  readonly answered: Float64Array;
}

/** Per class, with item i counted `counts[i]` times. */
export function countByClass({ classes, answers, targets }: ClassOutcomes, counts: Uint32Array): ClassCounts {
  const right = new Float64Array(classes);
  const actual = new Float64Array(classes);
  const answered = new Float64Array(classes);
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i]!;
    const answer = answers[i]!;
    const count = counts[i]!;
    actual[target]! += count;
    answered[answer]! += count;
    if (target === answer) right[target]! += count;
  }
  return { right, actual, answered };
}

/** Rows: true class; columns: answered class. */
export function confusionMatrix({ classes, answers, targets }: ClassOutcomes): number[][] {
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  targets.forEach((target, i) => matrix[target]![answers[i]!]!++);
  return matrix;
}
