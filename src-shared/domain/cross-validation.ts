import type { ArtifactRef } from './dataset.ts';

/** Which items of a data set are dealt into folds. `train`: the validation part stays beside them, for choosing epochs. */
export const FOLD_ITEMS = ['train', 'train+validation'] as const;
export type FoldItems = (typeof FOLD_ITEMS)[number];

/** How items were dealt: what a person reads beside the figures. */
export interface FoldsSummary {
  /** The stored folds. Their hash says which item is held out where, and nothing else: two are equal or not comparable. */
  readonly file: ArtifactRef;
  readonly kind: string;
  readonly k: number;
  readonly repeats: number;
  readonly of: FoldItems;
  /** Items that are held out at least once. */
  readonly items: number;
}

/** One fold: a member trained on the others, judged on this one. */
export interface FoldFigures {
  /** From 0. */
  readonly repeat: number;
  /** From 0 within its repeat. */
  readonly fold: number;
  /** The group that was held out, where it is a single one. */
  readonly label: string | null;
  /** Items it was trained on, items it was judged on. */
  readonly trained: number;
  readonly heldOut: number;
  /** On the held-out items. A figure that is undefined there (a single class) is absent. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly epochs: { readonly run: number; readonly kept: number; readonly stoppedEarly: boolean };
  readonly trainingMs: number;
  /** Where there were several candidates: what they were worth within the items it was trained on. */
  readonly choice?: FoldCandidates;
}

/** Candidates on inner folds, by the error (values: root mean squared error). */
export interface FoldCandidates {
  /** The first is the step's own settings, then its alternatives. */
  readonly candidates: readonly FoldCandidate[];
  readonly chosen: number;
}

export interface FoldCandidate {
  /** Null where it diverged, or was the only one. */
  readonly score: { readonly mean: number; readonly standardError: number } | null;
}

/** A figure over folds. */
export interface FoldSpread {
  readonly mean: number;
  /** Sample deviation over all folds of all repeats; 0 for a single fold. */
  readonly deviation: number;
  /** deviation / √(folds of one repeat): further repeats use the same items again and don't make the mean that much surer. */
  readonly standardError: number;
  /** Folds it is defined in. */
  readonly folds: number;
}

/** What a cross-validation found; part of the output of the step. */
export interface CrossValidationReport {
  readonly folds: FoldsSummary;
  /** Out-of-fold predictions of every item. */
  readonly outOfFold: ArtifactRef;
  /** In order: repeat, then fold. */
  readonly members: readonly FoldFigures[];
  readonly metrics: Readonly<Record<string, FoldSpread>>;
  /** What became the model: one trained on all items, or the mean of all members' probabilities (of their values). */
  readonly yields: 'refit' | 'ensemble';
  /** The candidates' names, and the choice on all items; absent with a single candidate. */
  readonly nested?: { readonly names: readonly string[]; readonly whole: FoldCandidates | null };
  readonly warnings: readonly string[];
}

/** Cross-validations side by side, by one figure in which less is better. */
export interface FoldComparison {
  readonly figure: string;
  readonly subjects: readonly ComparedFolds[];
  readonly pairs: readonly FoldPair[];
  /** The smallest model within one standard error of the best, of those that share their folds; null where no two do. */
  readonly choice: FoldChoice | null;
}

export interface ComparedFolds {
  /** Index into the models of the report. */
  readonly model: number;
  readonly folds: string;
  readonly mean: number;
  readonly standardError: number;
  readonly parameters: number;
}

/** b against a, or why not. */
export interface FoldPair {
  /** Indices into the models of the report. */
  readonly a: number;
  readonly b: number;
  /** Null: they were judged on other folds, and nothing can be said. */
  readonly test: FoldTest | null;
}

/** Corrected resampled t-test over folds. */
export interface FoldTest {
  /** Mean of b − a, with its 95 % interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly folds: number;
  /** Two-sided. */
  readonly p: number;
  /** Holm-adjusted over all pairs that were tested. */
  readonly adjustedP: number;
  readonly verdict: 'better' | 'worse' | 'no-difference-seen';
}

export interface FoldChoice {
  /** Indices into the models of the report: the least mean; what the rule chooses; all within one standard error. */
  readonly best: number;
  readonly chosen: number;
  readonly within: readonly number[];
  /** The best mean plus its standard error. */
  readonly limit: number;
}
