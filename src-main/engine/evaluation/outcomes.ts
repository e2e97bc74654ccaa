import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';

/** The usual threshold of a label. */
export const HALF = 0.5;

/** What a model answered on the items of a split, beside what was right. Everything metrics and tests work from. */
export type Outcomes = ClassOutcomes | LabelOutcomes | ValueOutcomes;

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

/** Any number of labels an item. */
export interface LabelOutcomes {
  readonly task: 'labels';
  readonly items: number;
  readonly labels: number;
  /** Of having each label `[N, L]`. */
  readonly probabilities: Float32Array;
  /** ln of the probability of what is true of each label `[N, L]`; from logits, so that it stays finite. */
  readonly logLikelihood: Float32Array;
  /** 1 where the probability reaches the label's threshold, else 0 `[N, L]`. */
  readonly answers: Int32Array;
  /** 0 or 1 `[N, L]`. */
  readonly targets: Int32Array;
  /** Of each label, a probability. */
  readonly thresholds: readonly number[];
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
  /** Row-major `[N, width]`: logits (`classes`, `labels`, `binary` with width 1) or values. */
  readonly outputs: Float32Array;
  /** Class numbers, 0 or 1 (of labels `[N, width]`), or values. */
  readonly targets: Int32Array | Float32Array;
  readonly width: number;
  /** Of labels: the least probability that counts as having each; left out: ½. */
  readonly thresholds?: readonly number[] | undefined;
}

/** Throws `diverged` when an output is not finite. */
export function outcomesOf({ task, outputs, targets, width, thresholds }: RawAnswers): Outcomes {
  const bad = outputs.findIndex(value => !Number.isFinite(value));
  if (bad >= 0) {
    throw new AppFailure({
      code: 'diverged',
      message: `A model's outputs must be finite to be judged, but item ${Math.floor(bad / width)} gives ${outputs[bad]}`,
    });
  }
  const items = outputs.length / width;
  if (task === 'values') return { task, items, outputs: width, predictions: outputs, targets: Float32Array.from(targets) };
  if (task === 'labels') return labelOutcomes({ outputs, targets, width, thresholds });
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

function labelOutcomes({ outputs, targets, width, thresholds }: Omit<RawAnswers, 'task'>): LabelOutcomes {
  const limits = thresholds ?? new Array<number>(width).fill(HALF);
  const probabilities = outputs.map(logit => 1 / (1 + Math.exp(-logit)));
  return {
    task: 'labels',
    items: outputs.length / width,
    labels: width,
    probabilities,
    logLikelihood: outputs.map((logit, i) => -softplus(targets[i] === 1 ? -logit : logit)),
    answers: Int32Array.from(probabilities, (share, i) => Number(share >= limits[i % width]!)),
    targets: Int32Array.from(targets),
    thresholds: limits,
  };
}

/** ln(1 + e^x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** A sigmoid over z is a softmax over (0, z). */
function withZeroLogit(outputs: Float32Array): Float32Array {
  const logits = new Float32Array(outputs.length * 2);
  outputs.forEach((value, i) => (logits[2 * i + 1] = value));
  return logits;
}
