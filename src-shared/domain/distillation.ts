import type { ArtifactRef } from './dataset.ts';

/** What a distillation bought, on the validation part. The test part is not looked at. */
export interface DistillationReport {
  readonly teachers: readonly DistillationTeacher[];
  /** Of all teachers together; absent without a validation part. */
  readonly teacher?: DistillationFigures;
  readonly distilled?: DistillationFigures;
  /** The same student, order and seeds without a teacher; absent when it was not trained. */
  readonly alone?: DistillationFigures & { readonly file: ArtifactRef };
  /** Share of the way from alone to the teacher, by error (or root mean squared error); null where the teacher is no better. */
  readonly gapClosed: number | null;
  /** How the distilled, and the student alone, answer as the teacher does. */
  readonly agreement?: { readonly distilled: number; readonly alone?: number };
  /** Of the student by the first teacher; null where none is a network. */
  readonly sizeRatio: { readonly parameters: number; readonly multiplyAdds: number; readonly bytes: number } | null;
  readonly cost: {
    /** Answers of the teachers. */
    readonly teacherMs: number;
    readonly sweepMs: number;
    readonly trainingMs: number;
    readonly aloneMs: number;
  };
  readonly settings: { readonly temperature: number | null; readonly alpha: number };
  readonly sweep?: DistillationSweep;
  /** The students of a chain, first to last, the last one being the model; absent without one. */
  readonly chain?: readonly { readonly parameters: number; readonly validation: Readonly<Record<string, number>> }[];
  /** Training items the teachers and the label answer differently; absent where there are no labels, or for values. */
  readonly disagreements?: { readonly count: number; readonly items: number; readonly shown: readonly LabelDisagreement[] };
  /** Answers of teachers, student and student alone by item: see `SoftLabels`. */
  readonly softLabels: ArtifactRef;
  /** What makes its training answers what they are: data and teachers by hash, the engine that computed them; absent in the first ones. */
  readonly softLabelSource?: { readonly data: string; readonly teachers: readonly string[]; readonly engine: string };
  readonly warnings: readonly DistillationWarning[];
}

/** By metric (`error`, `logLoss`, `calibrationError`, `rmse`, …), and the count of wrong answers. */
export interface DistillationFigures {
  readonly items: number;
  readonly errors?: number;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface DistillationTeacher {
  readonly name: string;
  /** Null for a file of answers. */
  readonly modelId: string | null;
  readonly weight: number;
  /** Null for a file of answers. */
  readonly parameters: number | null;
  readonly multiplyAdds: number | null;
  /** Of a teacher that is a file of answers. */
  readonly file?: { readonly name: string; readonly sha256: string; readonly rows: number };
  /** Classes of the data it does not know, and classes it knows that the data lacks. */
  readonly missing: readonly string[];
  readonly foreign: readonly string[];
  /** Alone; absent without a validation part. */
  readonly figures?: DistillationFigures;
}

/** Temperatures by alphas: those pairs that were tried, and the one with the least score. */
export interface DistillationSweep {
  readonly temperatures: readonly number[];
  readonly alphas: readonly number[];
  readonly cells: readonly SweepCell[];
  readonly chosen: { readonly temperature: number; readonly alpha: number };
}

export interface SweepCell {
  readonly temperature: number;
  readonly alpha: number;
  /** Epochs it was tried for. */
  readonly epochs: number;
  /** Geometric mean of validation error and validation loss after the best single temperature; null for one that diverged. */
  readonly score: number | null;
  readonly validation: Readonly<Record<string, number>>;
}

export interface LabelDisagreement {
  /** Number of the item in the data set. */
  readonly item: number;
  readonly label: number;
  readonly answer: number;
  /** The teachers' probability of their answer. */
  readonly confidence: number;
}

/** Closed: the screens have a sentence for each. */
export type DistillationWarning =
  /** The teacher is no better than always naming the most frequent class, by more than chance allows. */
  | { readonly kind: 'teacher-at-chance'; readonly teacher: string; readonly accuracy: number; readonly chance: number }
  /** The student is better without a teacher. */
  | { readonly kind: 'distillation-hurts'; readonly distilled: number; readonly alone: number; readonly items: number }
  /** The student alone is at least as good as the teacher: there is no gap to close. */
  | { readonly kind: 'no-gap'; readonly teacher: number; readonly alone: number }
  | { readonly kind: 'missing-classes'; readonly teacher: string; readonly classes: readonly string[] }
  | { readonly kind: 'bias-corrected'; readonly classes: readonly string[] }
  /** Teachers that are files, where the student sees items augmented. */
  | { readonly kind: 'answers-to-unchanged'; readonly teachers: readonly string[] };
