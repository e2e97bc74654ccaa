/** `error` and `logLoss` for classes, `rmse` and `mae` for values. */
export type FusionFigures = Readonly<Record<string, number>>;

/** A fusion and a member on the same items. */
export interface Matched {
  /** Items only the fusion got right (values: on which it came closer), and only the member. */
  readonly onlyFusion: number;
  readonly onlyMember: number;
  /** Exact McNemar (classes) or Wilcoxon signed-rank (values), two-sided. */
  readonly p: number;
}
