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

/** How the classes of one model stand to those of another, or of a data set. */
export interface LabelMap {
  readonly mapped: readonly { readonly from: string; readonly to: string }[];
  /** Classes of the model that the data lacks. */
  readonly unmapped: readonly string[];
  /** Classes of the data that the model doesn't know. */
  readonly unknown: readonly string[];
}
