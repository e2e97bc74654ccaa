/** What networks of a space would cost, over configurations drawn by lot, before anything is trained. */
export interface SpacePreview {
  /** Configurations drawn: fewer than asked for where building them takes long. */
  readonly drawn: number;
  /** Those that would be refused: over a limit, or no network at all. */
  readonly refused: number;
  readonly figures: readonly CostSpread[];
  /** Networks that can't be built, and why the first of them can't; null where all can. */
  readonly unbuilt: { readonly count: number; readonly reason: string } | null;
}

/** One cost over the networks that can be built. */
export interface CostSpread {
  readonly name: 'parameters' | 'multiplyAdds' | 'bytes';
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
  /** Networks in each of equal stretches of the logarithm, from the least to the greatest. */
  readonly counts: readonly number[];
  /** Null where the budget sets none. */
  readonly limit: number | null;
  /** Networks over the limit. */
  readonly over: number;
}
