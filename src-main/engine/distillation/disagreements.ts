import type { LabelDisagreement } from '../../../src-shared/domain/distillation.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { outcomesOf } from '../evaluation/outcomes.ts';

const SHOWN = 24;

export interface LabelledAnswers {
  readonly task: Task;
  readonly width: number;
  /** Teachers' answers `[N, width]` on the items that have labels. */
  readonly outputs: Float32Array;
  readonly targets: Int32Array | Float32Array;
  /** Number of each item in the data set. */
  readonly itemNumber: (place: number) => number;
}

/** Items the teachers answer otherwise than their label says, the surest first: where either may be wrong. Null for values, and for several labels. */
export function labelDisagreements({ task, width, outputs, targets, itemNumber }: LabelledAnswers): {
  readonly count: number;
  readonly items: number;
  readonly shown: readonly LabelDisagreement[];
} | null {
  if (task === 'values') return null;
  const outcomes = outcomesOf({ task, outputs, targets, width });
  if (outcomes.task === 'values' || outcomes.task === 'labels') return null;
  const { answers, probabilities, classes, items } = outcomes;
  const found: (LabelDisagreement & { readonly place: number })[] = [];
  for (let i = 0; i < items; i++) {
    const [answer, label] = [answers[i]!, outcomes.targets[i]!];
    if (answer === label) continue;
    found.push({ place: i, item: itemNumber(i), label, answer, confidence: probabilities[i * classes + answer]! });
  }
  const shown = found.toSorted((a, b) => b.confidence - a.confidence || a.place - b.place).slice(0, SHOWN);
  return { count: found.length, items, shown: shown.map(({ place: _place, ...one }) => one) };
}
