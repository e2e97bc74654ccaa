import type { FoldComparison } from './cross-validation.ts';
import type { Split } from './dataset.ts';
import type { Task } from './graph/model-graph.ts';

/** A figure with its 95 % interval. Over items (bootstrap) or over seeds (replicates): never confused, see `over`. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly over: 'items' | 'seeds';
}

/** Sizes and counts of a model, the same on every screen. */
export interface SizeFigures {
  readonly parameters: number;
  /** Parameters that are not zero. */
  readonly nonZeros: number;
  /** Per item. */
  readonly multiplyAdds: number;
  /** The native model file, as it is and compressed with deflate. */
  readonly bytes: number;
  readonly compressedBytes: number;
}

export interface LatencyFigures {
  /** Milliseconds for one item, batch 1. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Items per second at batch 64. */
  readonly throughput: number;
  /** Identity of the back end that was measured. */
  readonly engine: string;
}

/** One of an item's possible labels: how well it is told. */
export interface LabelFigures {
  readonly name: string;
  /** Items that have it, are answered with it, and both. */
  readonly items: number;
  readonly answered: number;
  readonly right: number;
  /** The least probability that counts as having it. */
  readonly threshold: number;
  /** Absent where they are undefined: no item has the label, or is answered with it. */
  readonly precision?: number;
  readonly recall?: number;
  readonly f1?: number;
  readonly averagePrecision?: number;
}

/** Measures of one model on one split. */
export interface Evaluation {
  readonly split: Split;
  readonly items: number;
  readonly task: Task;
  /** `accuracy`, `error`, `macroF1`, `logLoss`, `calibrationError`, … (classification, several labels, too); `hammingLoss`, `microF1` (labels); `mae`, `rmse`, `r2` (values). */
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** Items answered wrong, for classification; with several labels, those with any label wrong. */
  readonly errors?: number;
  /** Rows: true class; columns: answered class. */
  readonly confusion?: readonly (readonly number[])[];
  /** By label, where an item may have several. */
  readonly labels?: readonly LabelFigures[];
}

export interface ModelInComparison {
  /** Step or model name; replicates of one step share it. */
  readonly name: string;
  readonly modelId: string;
  readonly replicate: number | null;
  readonly evaluation: Evaluation;
  readonly size: SizeFigures;
  readonly latency: LatencyFigures;
}

/** Replicates of one step read as one: means with intervals over seeds. */
export interface GroupInComparison {
  readonly name: string;
  readonly members: readonly number[];
  readonly metrics: Readonly<Record<string, Estimate>>;
}

export interface PairInComparison {
  /** Indices into `models`. */
  readonly a: number;
  readonly b: number;
  /** Items only one of them got right (for values: on which it came closer; for labels: got fewer wrong). */
  readonly onlyA: number;
  readonly onlyB: number;
  /** Exact McNemar (classification) or Wilcoxon signed-rank (values, and wrong labels of an item), two-sided. */
  readonly p: number;
  /** Holm-adjusted over all pairs of the report. */
  readonly adjustedP: number;
  /** b − a of the error rate (or absolute error, or Hamming loss), paired bootstrap. */
  readonly difference: Estimate;
  /** b − a of further metrics, by their names in `metrics`, on the same resamples; for labels. */
  readonly byMetric?: Readonly<Record<string, Estimate>>;
  /** Of b against a: `better` has fewer errors (or is closer), at 5 % after Holm. */
  readonly verdict: 'better' | 'worse' | 'no-difference-seen';
  /** Items a test would need to see a difference of this size (80 % power, 5 %); null when none is seen at all. */
  readonly itemsNeeded: number | null;
}

/** Result of a `compare` step; also what the Compare screen reads. */
export interface ComparisonReport {
  readonly split: Split;
  readonly items: number;
  readonly models: readonly ModelInComparison[];
  readonly groups: readonly GroupInComparison[];
  readonly pairs: readonly PairInComparison[];
  /** What a person can quote, in English. */
  readonly sentence: string;
  /** The pair the sentence is about: index into `pairs`; null when there is none. */
  readonly quotedPair: number | null;
  /** How often the workspace has looked at this test split, this time included; null for other splits. */
  readonly testLooks: number | null;
  readonly warnings: readonly string[];
  /** Where at least two of the models come out of a cross-validation. */
  readonly folds?: FoldComparison;
}
