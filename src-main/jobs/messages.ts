import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import type { JobInput } from './job.ts';

/** Where a job process finds and leaves files. Absolute. */
export interface JobFolders {
  readonly artifacts: string;
  readonly checkpoints: string;
  /** Exports with a relative directory go below it. */
  readonly workspace: string;
  /** Folder of each `builtin:NAME` source. */
  readonly builtin: Readonly<Record<string, string>>;
  /** TensorFlow's libraries; null when none is registered. */
  readonly library: string | null;
}

/** What one job process is told to do. */
export interface JobOrder {
  readonly jobId: string;
  /** Step kind: id in the registry of jobs. */
  readonly kind: string;
  /** Content key: names the job's checkpoints. */
  readonly key: string;
  readonly input: JobInput;
  /** Back end; `''` when the step uses none. */
  readonly engine: string;
  /** What that engine must be, because the content key says so; null when the step uses none. */
  readonly identity: string | null;
  readonly threads: number;
  /** Only its steps are timed; nothing is kept. */
  readonly rehearsal: boolean;
  readonly folders: JobFolders;
  /** Folders of earlier checkpoints relative to `folders.checkpoints`, newest first, and the number of the newest. */
  readonly checkpoints: readonly string[];
  readonly lastSeq: number;
  /** Work between two checkpoints. */
  readonly checkpointEveryMs: number;
}

export interface WrittenCheckpoint {
  readonly key: string;
  readonly seq: number;
  /** Relative to the folder of checkpoints. */
  readonly folder: string;
  readonly bytes: number;
}

export type LogLevel = 'info' | 'warn' | 'error';

/** Main to job process. Structured clones: NaN and ∞ arrive. */
export type ToJob =
  | { readonly type: 'start'; readonly order: JobOrder }
  | { readonly type: 'cancel' }
  /** Save what there is, then stop: the program is closing. */
  | { readonly type: 'interrupt' }
  /** The row is committed; these folders are needed no more. */
  | { readonly type: 'checkpoint-stored'; readonly seq: number; readonly remove: readonly string[] }
  | { readonly type: 'answer'; readonly number: number; readonly answer: unknown }
  | { readonly type: 'refusal'; readonly number: number; readonly error: AppError }
  | { readonly type: 'checkpoint-refused'; readonly seq: number; readonly error: AppError };

/** Job process to main. */
export type FromJob =
  | { readonly type: 'heartbeat' }
  | { readonly type: 'engine'; readonly id: string; readonly identity: string; readonly threads: number }
  /** `newest`: of each curve that has one, its newest point since the last report. */
  | { readonly type: 'progress'; readonly progress: Progress; readonly newest: readonly MetricPoint[] }
  /** For live curves. Sent again with the checkpoint that covers them. */
  | { readonly type: 'metrics'; readonly points: readonly MetricPoint[] }
  /** The folder is whole. The job waits for the answer. */
  | { readonly type: 'checkpoint'; readonly checkpoint: WrittenCheckpoint; readonly points: readonly MetricPoint[] }
  /** Said before the engine is loaded; if the process is killed then, that may be why. */
  | { readonly type: 'memory'; readonly predictedBytes: number; readonly availableBytes: number }
  /** The answer of a rehearsal: mean milliseconds of a step. */
  | { readonly type: 'rehearsed'; readonly stepMs: number; readonly steps: number; readonly totalSteps: number | null }
  /** To be answered by its number, soon or late. */
  | { readonly type: 'ask'; readonly number: number; readonly question: unknown }
  | { readonly type: 'artifact'; readonly artifact: ArtifactRef }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  /** The last message of a job, with the points since its last checkpoint. */
  | { readonly type: 'end'; readonly end: JobEnd; readonly points: readonly MetricPoint[] };

/** What a job says of its end; `interrupted`, when its process was gone before it could. */
export type JobOutcome = JobEnd | { readonly state: 'interrupted'; readonly error: AppError };

export type JobEnd =
  | { readonly state: 'succeeded'; readonly output: StepOutput }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'cancelled' };
