import type { ClassCounts } from './class-counts.ts';
import type { LabelOutcomes } from './outcomes.ts';

/** Labels of each item that are answered wrong. */
export function wrongLabels({
  items,
  labels,
  answers,
  targets,
}: Pick<LabelOutcomes, 'items' | 'labels' | 'answers' | 'targets'>): Float64Array {
  const wrong = new Float64Array(items);
  for (let i = 0; i < answers.length; i++) if (answers[i] !== targets[i]) wrong[Math.floor(i / labels)]!++;
  return wrong;
}

/** Per item, the mean over its labels of a number each; `at`: place in `[N, L]`. */
export function meansPerItem({ items, labels }: Pick<LabelOutcomes, 'items' | 'labels'>, of: (at: number) => number): Float64Array {
  const means = new Float64Array(items);
  for (let i = 0; i < items; i++) {
    let sum = 0;
    for (let at = i * labels; at < (i + 1) * labels; at++) sum += of(at);
    means[i] = sum / labels;
  }
  return means;
}

/** Per label, with item i counted `counts[i]` times: items that have it, are answered with it, and both. */
export function countByLabel({ items, labels, answers, targets }: LabelOutcomes, counts: Uint32Array): ClassCounts {
  const [right, actual, answered] = [new Float64Array(labels), new Float64Array(labels), new Float64Array(labels)];
  for (let i = 0, at = 0; i < items; i++) {
    const count = counts[i]!;
    for (let l = 0; l < labels; l++, at++) {
      if (targets[at] === 1) actual[l]! += count;
      if (answers[at] === 1) answered[l]! += count;
      if (targets[at] === 1 && answers[at] === 1) right[l]! += count;
    }
  }
  return { right, actual, answered };
}
