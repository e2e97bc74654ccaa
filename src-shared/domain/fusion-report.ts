import type { PicturedBarrier } from '../lib/app-error.ts';
import type { ArtifactRef, Split } from './dataset.ts';
import type { Estimate } from './report.ts';
import type { FusionFigures, Matched } from './fusion-figures.ts';
import type { SerialReport } from './serial-fusion.ts';

/** How a fusion was made, what it is made of, and what it has to be better than. Part of the summary of a fused model. */
export interface FusionReport {
  /** Id of the method. */
  readonly method: string;
  readonly members: readonly FusedMember[];
  /** What the method was fitted on; null where it has nothing to fit. */
  readonly fittedOn: FittedOn | null;
  /** Of a greedy selection: who was taken, in order. */
  readonly selection?: readonly SelectionStep[];
  /** Of an average in weight space. */
  readonly barriers?: readonly BarrierCurve[];
  /** Of members in a row. */
  readonly serial?: SerialReport;
  /** Numbers of all items any member was trained on or the method fitted on; absent where it is the training part of its data. */
  readonly seen?: ArtifactRef;
  /** Figures on the validation part; null where there is none. */
  readonly judged: JudgedFusion | null;
  /** Every member's answers to the validation items (a tensor file); null where they were too many to keep. */
  readonly predictions: ArtifactRef | null;
  /** Things a person should know: a constant member, a member with no weight. */
  readonly warnings: readonly string[];
}

export interface FittedOn {
  readonly split: Split | 'out-of-fold';
  readonly items: number;
}

export interface FusedMember {
  /** Step or model name; replicates of one step share it. */
  readonly name: string;
  readonly replicate: number | null;
  /** Null for what is no stored model: the last epoch of a walk. */
  readonly modelId: string | null;
  /** Share of its say, all together 1; null where the method knows no weights. */
  readonly weight: number | null;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly bytes: number;
}

export interface SelectionStep {
  /** Index into `members`. */
  readonly member: number;
  /** What the selection minimises, with everyone taken so far. */
  readonly loss: number;
}

export interface JudgedFusion {
  readonly items: number;
  /** The figure everything is compared by: `error` or `rmse`; lower is better. */
  readonly measure: string;
  /** By members, in their order. */
  readonly members: readonly FusionFigures[];
  /** Every method that can be computed from the members' answers. A fitted one is judged on the half it was not fitted on. */
  readonly methods: readonly JudgedMethod[];
  readonly controls: FusionControls;
  readonly diversity: Diversity;
  readonly contributions: readonly Contribution[];
  readonly suggestion: Suggestion;
}

export interface JudgedMethod {
  readonly id: string;
  readonly isChosen: boolean;
  readonly isFitted: boolean;
  readonly figures: FusionFigures;
  /** Of the measure, over items. */
  readonly interval: Estimate;
  readonly againstBest: Matched;
  /** Per member. */
  readonly weights: readonly number[] | null;
  /** Of a greedy selection: who is taken, in order. */
  readonly selection?: readonly SelectionStep[];
  /** What it would cost, from the members that have weight. */
  readonly multiplyAdds: number;
  readonly bytes: number;
}

export interface FusionControls {
  /** Index of the best member by the measure. */
  readonly best: number;
  readonly bestFigures: FusionFigures;
  readonly uniform: FusionFigures;
}

/** How differently members err. Of classes; for values: correlation of their errors. */
export interface Diversity {
  readonly pairs: readonly PairDiversity[];
  /** Mean over pairs. */
  readonly disagreement: number | null;
}

export interface PairDiversity {
  /** Indices into `members`. */
  readonly a: number;
  readonly b: number;
  /** Share of items only one of them gets right; null for values. */
  readonly disagreement: number | null;
  /** Yule's Q of being right, in [-1, 1]; null where it is undefined (a member that is always or never right) and for values. */
  readonly q: number | null;
  /** Share of items both get wrong; null for values. */
  readonly doubleFault: number | null;
  /** Items both get wrong, of those at least one gets wrong; null where neither errs, and for values. */
  readonly errorOverlap: number | null;
  /** Correlation of the errors; null for classes. */
  readonly errorCorrelation: number | null;
}

/** What a member adds to the uniform mean, by the measure; above 0: it helps. */
export interface Contribution {
  /** Measure without it, less the measure with all. */
  readonly leaveOneOut: number;
  /** Shapley value over sampled orders, and its standard error. */
  readonly shapley: number;
  readonly shapleyError: number;
}

/** The smallest set whose uniform mean is within one standard error of the best of the sets tried. */
export interface Suggestion {
  /** Indices into `members`, in the order they were taken. */
  readonly members: readonly number[];
  readonly measure: number;
  /** Best of all sizes, its size, and the standard error of its measure. */
  readonly best: number;
  readonly bestSize: number;
  readonly standardError: number;
  /** Measure by size, from 1. */
  readonly path: readonly { readonly member: number; readonly measure: number }[];
}

/** Error (rmse) along the straight line between two models of one graph. */
export type BarrierCurve = PicturedBarrier;
