import type { FusionFigures, Matched } from './fusion-figures.ts';
import type { LatencyFigures } from './report.ts';

/** What is particular to members in a row, in a fusion's report. */
export type SerialReport = CascadeReport | ChainReport | BoostingReport | SpecialistsReport;

/** One setting of a cascade's thresholds, judged on held-out items. */
export interface CascadePoint {
  /** Of every stage but the last: at least so sure, and its answer counts. */
  readonly thresholds: readonly number[];
  /** Share of right answers. */
  readonly accuracy: number;
  /** Of an item on average, as a share of the last stage alone. */
  readonly cost: number;
  /** Share of the items that each stage answers. */
  readonly exits: readonly number[];
}

export interface CascadeReport {
  readonly kind: 'cascade';
  readonly confidence: string;
  /** By stage: what its logits are divided by. */
  readonly temperatures: readonly number[];
  /** Accuracy against cost, from the cheapest setting to the dearest. */
  readonly curve: readonly CascadePoint[];
  /** The setting of this model, an index into the curve. */
  readonly chosen: number;
  /** Share of right answers of each stage by itself, on the same items. */
  readonly accuracies: readonly number[];
  /** Of an item on average, by the exits on the validation part. */
  readonly expectedMultiplyAdds: number;
  /** Figures when fitted on either half of the items and judged on the other. */
  readonly crossFitted: SerialFigures & { readonly cost: number };
  /** Measured on validation items in the same run: of every stage by itself, then of the cascade. */
  readonly latency: readonly LatencyFigures[];
}

/** A serial fusion on held-out items, beside the member that does best there. */
export interface SerialFigures {
  readonly figures: FusionFigures;
  readonly againstBest: Matched;
}

/** How the classes of one model stand to those of another, or of a data set. */
export interface LabelMap {
  readonly mapped: readonly { readonly from: string; readonly to: string }[];
  /** Classes of the model that the data lacks. */
  readonly unmapped: readonly string[];
  /** Classes of the data that the model doesn't know. */
  readonly unknown: readonly string[];
}

export interface ChainReport {
  readonly kind: 'chain';
  readonly pass: string;
  /** A member each. */
  readonly labels: readonly LabelMap[];
  /** On the validation part; null where there is none. */
  readonly judged: PlacedFigures | null;
}

/** Members that know some classes only, judged on all: what they say of the others counts as nothing. */
export interface PlacedFigures extends SerialFigures {
  /** By member. */
  readonly members: readonly FusionFigures[];
  readonly best: number;
  /** Mean of the members' probabilities, each placed by its classes. */
  readonly uniform: FusionFigures;
}

/** What a boosted ensemble was worth with so many stages, on the validation part; null without one. */
export interface BoostingPoint {
  readonly stages: number;
  readonly validation: { readonly loss: number; readonly accuracy?: number } | null;
}

export interface BoostingReport {
  readonly kind: 'boosting';
  readonly rule: string;
  readonly kept: number;
  readonly curve: readonly BoostingPoint[];
}

export interface SpecialistsReport {
  readonly kind: 'specialists';
  /** By specialist, in the order of the members behind the first: its classes, and the share of items sent to it. */
  readonly specialists: readonly { readonly classes: readonly string[]; readonly share: number }[];
  /** Share of items the generalist answers by itself. */
  readonly kept: number;
  readonly expectedMultiplyAdds: number;
  readonly judged: PlacedFigures | null;
}
