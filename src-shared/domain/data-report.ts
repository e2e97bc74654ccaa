import type { Split } from './dataset.ts';

/** How the answers are distributed over the splits. */
export type Balance =
  /** Items by class, in the order of the classes. */
  | { readonly kind: 'classes'; readonly classes: readonly string[]; readonly splits: readonly SplitCounts[] }
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
}
