/** What of an item is compared with others, instead of all its numbers. */
export interface Print {
  /** Items that may be alike have at least one of these in common; whole numbers below 2⁵³. */
  readonly keys: readonly number[];
  readonly code: Uint8Array | Uint32Array;
}

/** A way to tell items that are nearly equal. */
export interface PrintKind {
  /** Null for items that nothing can be told of. */
  printOf(values: ArrayLike<number>): Print | null;
  /** From 0 to 1. */
  alike(a: Print['code'], b: Print['code']): number;
  /** From here on two items are near duplicates. */
  readonly least: number;
}
