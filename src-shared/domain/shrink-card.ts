import type { MainFigure } from './quality.ts';
import type { Split } from './dataset.ts';
import type { Estimate, LatencyFigures } from './report.ts';
import { isWithin, type Verification } from './verification.ts';

/**
 * The proof that a step made a model smaller: the model it was given and the one it made, each written as an ONNX file, read
 * back from the disk and measured in the runtime that people deploy.
 */
export interface ShrinkCard {
  /** What loaded the files, with its version. */
  readonly runtime: string;
  /** Threads the runtime was allowed while it was timed. */
  readonly threads: number;
  /** How `compressedBytes` came about. */
  readonly compression: 'deflate-6';
  /** What quality and answers were measured on. Never the test split. */
  readonly split: Exclude<Split, 'test'>;
  readonly items: number;
  readonly before: ShrinkFigures;
  readonly after: ShrinkFigures;
}

/** One side of the card. */
export interface ShrinkFigures {
  /** Of the ONNX file. */
  readonly bytes: number;
  readonly compressedBytes: number;
  /** Of the model file in the workspace, where pruned weights take no room. */
  readonly storedBytes: number;
  readonly parameters: number;
  /** Parameters that are not zero. */
  readonly nonZeros: number;
  /** Per item. */
  readonly multiplyAdds: number;
  /** Predicted: parameters as they are stored, and the greatest sum of results alive at once for one item, as float32. */
  readonly peakMemoryBytes: number;
  readonly latency: LatencyFigures;
  /** Null where the data has no validation part. */
  readonly quality: ShrinkQuality | null;
  /** The file beside the model it was written from. */
  readonly verification: Pick<Verification, 'maxDifference' | 'tolerance' | 'disagreements' | 'agreement'>;
}

export interface ShrinkQuality {
  /** All are better when less. */
  readonly metric: MainFigure;
  readonly estimate: Estimate;
  /** Wrong answers, for classification; with several labels, items with any label wrong. */
  readonly errors: number | null;
}

/** Files of as many numbers of one kind differ by their names only. */
const SAME_KIND = 0.99;

/**
 * Whether a runtime of dense arithmetic holds as many numbers, of the same kind, and does as many multiply-adds as before: it then takes
 * as long, too.
 */
export function keepsArithmetic({ before, after }: ShrinkCard): boolean {
  const isSameKind = after.bytes >= SAME_KIND * before.bytes;
  return after.parameters === before.parameters && after.multiplyAdds === before.multiplyAdds && isSameKind;
}

/** Whether nothing but the compressed file got smaller: what a mask of zeros does. */
export function isSmallerOnlyCompressed(card: ShrinkCard): boolean {
  return keepsArithmetic(card) && card.after.compressedBytes < card.before.compressedBytes;
}

/** Whether both files answer like the models they were written from. */
export function isVerified({ before, after, items }: ShrinkCard): boolean {
  return [before, after].every(({ verification }) => isWithin(verification, items));
}
