import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';

/** What a model answered on the items of a split, beside what was right. Everything metrics and tests work from. */
export type Outcomes = ClassOutcomes | ValueOutcomes;

export interface ClassOutcomes {
  readonly task: 'classes' | 'binary';
  readonly items: number;
  /** At least 2; a binary model's single logit became two probabilities. */
  readonly classes: number;
  /** `[N, C]`, rows sum to 1. */
  readonly probabilities: Float32Array;
  /** ln of the probability of the true class `[N]`; from logits, so that it stays finite where the probability rounds to 0. */
  readonly logLikelihood: Float32Array;
  /** Class of the largest logit `[N]`; the first of equals. */
  readonly answers: Int32Array;
  readonly targets: Int32Array;
}

export interface ValueOutcomes {
  readonly task: 'values';
  readonly items: number;
  readonly outputs: number;
  /** `[N, outputs]`. */
  readonly predictions: Float32Array;
  readonly targets: Float32Array;
}

export interface RawAnswers {
  readonly task: Task;
  /** Row-major `[N, width]`: logits (`classes`, `binary` with width 1) or values. */
  readonly outputs: Float32Array;
  /** Class numbers, 0 or 1, or values. */
  readonly targets: Int32Array | Float32Array;
  readonly width: number;
}

/** Throws `diverged` when an output is not finite. */
export function outcomesOf({ task, outputs, targets, width }: RawAnswers): Outcomes {
  const bad = outputs.findIndex(value => !Number.isFinite(value));
  if (bad >= 0) {
    throw new AppFailure({
      code: 'diverged',
      message: `A model's outputs must be finite to be judged, but item ${Math.floor(bad / width)} gives ${outputs[bad]}`,
    });
  }
  const items = outputs.length / width;
  if (task === 'values') return { task, items, outputs: width, predictions: outputs, targets: Float32Array.from(targets) };
  return classOutcomes({ task, logits: task === 'binary' ? withZeroLogit(outputs) : outputs, targets: Int32Array.from(targets), items });
}

interface Logits {
  readonly task: 'classes' | 'binary';
  readonly logits: Float32Array;
  readonly targets: Int32Array;
  readonly items: number;
}

function classOutcomes({ task, logits, targets, items }: Logits): ClassOutcomes {
  const classes = logits.length / items;
  const probabilities = new Float32Array(logits.length);
  const logLikelihood = new Float32Array(items);
  const answers = new Int32Array(items);
  for (let i = 0; i < items; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    let best = 0;
    for (let c = 1; c < classes; c++) if (row[c]! > row[best]!) best = c;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(row[c]! - row[best]!);
    const logSum = row[best]! + Math.log(sum);
    for (let c = 0; c < classes; c++) probabilities[i * classes + c] = Math.exp(row[c]! - logSum);
    logLikelihood[i] = row[targets[i]!]! - logSum;
    answers[i] = best;
  }
  return { task, items, classes, probabilities, logLikelihood, answers, targets };
}

/** A sigmoid over z is a softmax over (0, z). */
function withZeroLogit(outputs: Float32Array): Float32Array {
  const logits = new Float32Array(outputs.length * 2);
  outputs.forEach((value, i) => (logits[2 * i + 1] = value));
  return logits;
}
