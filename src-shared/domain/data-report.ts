import type { Split } from './dataset.ts';

/** How the answers are distributed over the splits. */
export type Balance =
  /** Items by class, in the order of the classes. */
  | { readonly kind: 'classes'; readonly classes: readonly string[]; readonly splits: readonly SplitCounts[] }
  /** Items that have each label, in the order of the labels; of an item with several, each counts. `bare`: items that have none. */
  | { readonly kind: 'labels'; readonly classes: readonly string[]; readonly splits: readonly (SplitCounts & { readonly bare: number })[] }
  /** Items by bins of one width from `low` to `high`. */
  | { readonly kind: 'values'; readonly low: number; readonly high: number; readonly splits: readonly SplitCounts[] };

export interface SplitCounts {
  readonly split: Split;
  /** Of the whole split. */
  readonly items: number;
  readonly counts: readonly number[];
}

/** One item that has the same input as another. */
export interface Twin {
  /** Number in the data set. */
  readonly item: number;
  /** Null for one that is in none. */
  readonly split: Split | null;
  readonly label: string;
}

/** Items whose inputs are equal byte for byte. */
export interface DuplicateReport {
  readonly items: number;
  /** Sets of equal items, and the items in them. */
  readonly groups: number;
  readonly duplicated: number;
  /** By pair of splits: items of the second that have an equal one in the first. A model has seen their answers. */
  readonly across: readonly { readonly from: Split; readonly to: Split; readonly items: number }[];
  /** Sets of equal items with different answers. */
  readonly conflicting: number;
  /** The first sets, those across splits before others. */
  readonly examples: readonly (readonly Twin[])[];
  /** Null for tables, whose rows are equal or not, and for tiny pictures. */
  readonly near: NearReport | null;
}

/** Items of later parts that are nearly, and not wholly, equal to one of an earlier part. */
export interface NearReport {
  /** Items that were looked at: all of them, or the first. */
  readonly compared: number;
  /** False where there were too many to compare all. */
  readonly whole: boolean;
  readonly across: DuplicateReport['across'];
  /** The most alike first: the item of the earlier part, then the other. */
  readonly examples: readonly NearTwins[];
}

export interface NearTwins {
  readonly twins: readonly [Twin, Twin];
  /** From 0 to 1: correlation of pictures and of recordings, share of common runs of words. */
  readonly likeness: number;
}

/** Items whose label a cross-validation's members, who did not see it, confidently contradict. */
export interface LabelReport {
  /** The model it came from; null where the data were not cross-validated. */
  readonly model: { readonly id: string; readonly name: string } | null;
  /** Items that were judged. */
  readonly items: number;
  readonly issues: number;
  /** The most contradicted first. */
  readonly examples: readonly LabelSuspect[];
}

export interface LabelSuspect extends Twin {
  /** What the members say of `guess`: the item is rather of that class, or has that label too, or does not have it. */
  readonly doubt: 'class' | 'missing' | 'surplus';
  readonly guess: string;
  /** Given to the guess, and to the label. */
  readonly probability: number;
  readonly labelProbability: number;
}
