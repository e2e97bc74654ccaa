/** What a slimmable network is worth at its widths. */
export interface SlimmableReport {
  /** From the narrowest to the widest; figures on the validation part, each width with statistics of its own. */
  readonly widths: readonly WidthFigures[];
  /** Groups of channels that can be narrowed: id and channels. */
  readonly groups: readonly { readonly id: string; readonly channels: number }[];
}

export interface WidthFigures {
  /** Of the channels of every group. */
  readonly share: number;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly validation: Readonly<Record<string, number>>;
}

/** How a sub-network of a slimmable network was found. */
export interface SubNetworkReport {
  /** In the order in which they were tried; the first is as narrow everywhere. */
  readonly tried: readonly TriedSubNetwork[];
  /** Place of the chosen one among them. */
  readonly chosen: number;
  /** Of the whole network, as in `TriedSubNetwork`. */
  readonly whole: SubNetworkCosts;
  readonly groups: readonly { readonly id: string; readonly channels: number }[];
}

export interface SubNetworkCosts {
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly bytes: number;
}

export interface TriedSubNetwork extends SubNetworkCosts {
  /** Channels that each group keeps. */
  readonly widths: Readonly<Record<string, number>>;
  /** For one item, measured here; only where a time was asked for. */
  readonly latencyMs?: number;
  /** Before any fine-tune; null where it was over the budget once it was measured. */
  readonly validation: Readonly<Record<string, number>> | null;
}
