/** How a model answers when one part of it is pruned at a time (a sensitivity scan). */
export interface CheckUpReport {
  /** `weights` or `channels`. */
  readonly granularity: string;
  readonly criterion: string;
  /** Validation items it was measured on. */
  readonly items: number;
  /** Greatest loss of accuracy (of classes; in points of a share) or growth of the loss (a share of it) that is recommended. */
  readonly tolerance: number;
  /** Of the whole model. */
  readonly base: CheckUpFigures;
  readonly parts: readonly CheckUpPart[];
  /** Layers of which nothing can be pruned, and why. */
  readonly fixed: readonly { readonly node: string; readonly reason: string }[];
  /** Whether every level was measured; false when its time was up. */
  readonly isComplete: boolean;
}

export interface CheckUpFigures {
  readonly loss: number;
  /** Absent for `values`. */
  readonly accuracy?: number;
}

/** One kernel, or one group of channels. */
export interface CheckUpPart {
  readonly name: string;
  /** Layers that are pruned together. */
  readonly layers: readonly string[];
  /** Weights or channels there are. */
  readonly units: number;
  /** Per channel, the lowest goes first; null for weights. */
  readonly scores: readonly number[] | null;
  /** By rising share removed. */
  readonly points: readonly CheckUpPoint[];
  /** Greatest measured share removed that stays within the tolerance, and every smaller one too; 0 when none does. */
  readonly recommended: number;
}

export interface CheckUpPoint extends CheckUpFigures {
  /** Share of the units removed, in (0, 1). */
  readonly removed: number;
  /** After the short fine-tune; absent without one. */
  readonly tuned?: CheckUpFigures;
}
