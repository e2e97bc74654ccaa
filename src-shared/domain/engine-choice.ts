/** How a job came by its engine: named by a person, nothing else could run, timed with this very job, or the probe's fastest. */
export const CHOICE_REASONS = ['by-hand', 'only', 'measured', 'probed'] as const;
export type ChoiceReason = (typeof CHOICE_REASONS)[number];

/** The engine of one job, and why it. Stored with the job. */
export interface EngineChoice {
  /** Name of a rung of the ladder: `libtensorflow`, `wasm`. */
  readonly engine: string;
  readonly title: string;
  /** At these threads; part of the job's content key. */
  readonly identity: string;
  readonly threads: number;
  readonly why: ChoiceReason;
  /** Every rung, in the ladder's order, the chosen one included. */
  readonly candidates: readonly ChoiceCandidate[];
}

export interface ChoiceCandidate {
  readonly engine: string;
  readonly title: string;
  /** Milliseconds a step of this very job; null when it was not measured. */
  readonly stepMs: number | null;
  /** Why it was not measured or can't run; null for one that was. */
  readonly reason: string | null;
}
