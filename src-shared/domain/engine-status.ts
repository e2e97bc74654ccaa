/** One rung of the ladder of devices, measured or refused. */
export interface EngineCandidate {
  /** `libtensorflow`, `wasm`, `cpu`. Permanent. */
  readonly id: string;
  readonly title: string;
  readonly available: boolean;
  /** Why it is not available, or how it was measured. */
  readonly reason: string;
  /** Milliseconds of one training step of the probe network; null when not measured: an available one is for long trainings. */
  readonly probeStepMs: number | null;
  /** What it computes with, at `threads`; null when it is not available. */
  readonly identity: string | null;
  /** Threads it took of all that were offered; 1 for one that has no more. */
  readonly threads: number | null;
  /** With fewer it is not offered; 1 when left out. */
  readonly fewestThreads?: number;
}

export interface EngineStatus {
  /** The candidate in force. */
  readonly chosen: string;
  readonly title: string;
  /** A sentence: why this one, and why not a better one. */
  readonly reason: string;
  /** Same identity, same seed, same threads: same bits. Part of every step's content key, e.g. `wasm-4.22.0-simd-1t`. */
  readonly identity: string;
  readonly threads: number;
  readonly candidates: readonly EngineCandidate[];
}

/** A candidate as a job gets it: with no more threads than it is offered. */
export interface OfferedEngine {
  readonly engine: string;
  readonly title: string;
  readonly identity: string;
  readonly threads: number;
}

/** Null for a candidate that is not available. Identities end in their threads, `-2t`. */
export function engineAt(candidate: EngineCandidate, offered: number): OfferedEngine | null {
  const { id, title, identity, threads, fewestThreads = 1 } = candidate;
  if (identity === null || threads === null) return null;
  const taken = Math.min(threads, offered);
  if (taken < fewestThreads) return null;
  return { engine: id, title, identity: identity.replace(/-\d+t$/, `-${taken}t`), threads: taken };
}
