export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** For durations: never goes back. */
  monotonicMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
