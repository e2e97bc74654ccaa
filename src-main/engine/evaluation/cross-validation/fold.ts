/** A fold of a data set, by item numbers (ascending). */
export interface Fold {
  /** From 0. */
  readonly repeat: number;
  /** From 0 within its repeat. */
  readonly fold: number;
  readonly label: string | null;
  /** Whether its member learns from all items that it does not hold out. */
  readonly isComplement: boolean;
  readonly trained: Uint32Array;
  readonly heldOut: Uint32Array;
}

/** All folds of all rounds, in order: repeat, then fold. */
export interface Folds {
  readonly list: readonly Fold[];
  /** Of one round. */
  readonly k: number;
  readonly repeats: number;
  /** Items that are held out, ascending; in every round the same. */
  readonly items: Uint32Array;
  readonly warnings: readonly string[];
}

/** Place of each item in an ascending list, by item number. */
export function placesOf(items: Uint32Array): Int32Array {
  const places = new Int32Array((items.at(-1) ?? -1) + 1).fill(-1);
  items.forEach((item, place) => (places[item] = place));
  return places;
}
