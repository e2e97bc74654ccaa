import { outcomesOf, type ClassOutcomes, type LabelOutcomes, type ValueOutcomes } from '../../src-main/engine/evaluation/outcomes.ts';

/** Outcomes of a classifier from rows of logits. */
export function classOutcomes(logits: readonly (readonly number[])[], targets: readonly number[]): ClassOutcomes {
  const outcomes = outcomesOf({
    task: 'classes',
    outputs: Float32Array.from(logits.flat()),
    targets: Int32Array.from(targets),
    width: logits[0]?.length ?? 1,
  });
  if (outcomes.task === 'values' || outcomes.task === 'labels') throw new Error('never');
  return outcomes;
}

/** Outcomes of a model of several labels from rows of logits, and of 0 and 1. */
export function labelOutcomes(
  logits: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  thresholds?: readonly number[],
): LabelOutcomes {
  const outcomes = outcomesOf({
    task: 'labels',
    outputs: Float32Array.from(logits.flat()),
    targets: Int32Array.from(targets.flat()),
    width: logits[0]?.length ?? 1,
    thresholds,
  });
  if (outcomes.task !== 'labels') throw new Error('never');
  return outcomes;
}

/** Outcomes of a classifier that is 80 % sure of each answer. */
export function answersOf(answers: readonly number[], targets: readonly number[], classes: number): ClassOutcomes {
  return classOutcomes(
    answers.map(answer => Array.from({ length: classes }, (_, c) => (c === answer ? Math.log(4 * Math.max(1, classes - 1)) : 0))),
    targets,
  );
}

export function valueOutcomes(predictions: readonly number[], targets: readonly number[]): ValueOutcomes {
  const outcomes = outcomesOf({ task: 'values', outputs: Float32Array.from(predictions), targets: Float32Array.from(targets), width: 1 });
  if (outcomes.task !== 'values') throw new Error('never');
  return outcomes;
}
