/** `interrupted`: its process or the app stopped while it ran (an error says that it was its own); it goes on from its last checkpoint. */
export const JOB_STATES = ['queued', 'running', 'interrupted', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

const NEXT: Readonly<Record<JobState, readonly JobState[]>> = {
  queued: ['running', 'cancelled', 'succeeded', 'failed'],
  running: ['succeeded', 'failed', 'cancelled', 'interrupted'],
  interrupted: ['queued', 'cancelled'],
  succeeded: [],
  failed: ['queued'],
  cancelled: ['queued'],
};

export function canMove(from: JobState, to: JobState): boolean {
  return NEXT[from].includes(to);
}

export function isEnded(state: JobState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

/** What a job is busy with, for the progress line. */
export const STAGES = [
  'measuring',
  'preparing',
  'reading',
  'choosing',
  'training',
  'pruning',
  'fine-tuning',
  'control',
  'evaluating',
  'writing',
  'verifying',
] as const;
export type Stage = (typeof STAGES)[number];

export interface Progress {
  /** Share of the job's work done, in [0, 1]. */
  readonly fraction: number;
  readonly stage: Stage;
  readonly epoch?: number;
  readonly epochs?: number;
  /** Step within the whole job, and how many there are. */
  readonly step?: number;
  readonly steps?: number;
  readonly loss?: number;
  readonly itemsPerSecond?: number;
  /** Seen by this process so far. */
  readonly items?: number;
}

/** One point of a series. `step` counts optimizer steps over the whole job. NaN is a value. */
export interface MetricPoint {
  /** `train.loss`, `validation.loss`, `validation.accuracy`, `learningRate`, `sparsity`, `memory.rss` (bytes), `throughput` (items a second), … */
  readonly name: string;
  readonly step: number;
  readonly value: number;
}
