/** What a person decided of a single channel: it stays, or it goes, whatever the thresholds say. */
export type Mark = 'pin' | 'cut';

export interface Choice {
  /** Share of all channels that the threshold over all groups cuts, in [0, 1]. */
  readonly overall: number;
  /** Groups with a threshold of their own: share of their channels. */
  readonly shares: Readonly<Record<string, number>>;
  /** Group → channel → mark. */
  readonly marks: Readonly<Record<string, Readonly<Record<number, Mark>>>>;
}

export function markOf(choice: Choice, group: string, channel: number): Mark | null {
  return choice.marks[group]?.[channel] ?? null;
}
