/** Two networks timed beside each other, each answering one item at a time. */
export interface SpeedComparison {
  readonly runtime: string;
  readonly threads: number;
  /** Medians. */
  readonly wholeMs: number;
  readonly ms: number;
  /** The smaller one's time as a share of the whole one's: median, and the middle half of what was measured. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number };
}

/** What was asked of a pruned network's speed, and what was measured of it when it was done. */
export interface SpeedVerdict extends SpeedComparison {
  readonly asked: SpeedGoal;
  readonly isReached: boolean;
}

/** `latency`: a share of the unpruned network's time; `latencyMs`: milliseconds for one item. */
export interface SpeedGoal {
  readonly name: 'latency' | 'latencyMs';
  readonly bound: number;
}

/** Whether the medians are within what was asked. */
export function isFastEnough({ ms, ratio }: Pick<SpeedComparison, 'ms' | 'ratio'>, { name, bound }: SpeedGoal): boolean {
  return (name === 'latency' ? ratio.median : ms) <= bound;
}

/** Whether they still are when the measuring was a little lucky: by the upper quartile. */
export function isSurelyFastEnough({ ms, ratio }: SpeedComparison, goal: SpeedGoal): boolean {
  const { median, low, high } = ratio;
  return isFastEnough({ ms: (ms * high) / median, ratio: { median: high, low, high } }, goal);
}
