import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import type { CheckpointRecord } from '../stores/checkpoint-store.ts';
import type { JobInput } from '../jobs/job.ts';

/** Where jobs run, as the services see it. */
export interface JobProcesses {
  start(request: ProcessRequest, events: ProcessEvents): RunningProcess;
}

export interface ProcessRequest {
  readonly jobId: string;
  /** Step kind. */
  readonly kind: string;
  readonly key: string;
  readonly input: JobInput;
  readonly engine: string;
  /** Newest first. */
  readonly checkpoints: readonly CheckpointRecord[];
}

export interface ProcessEvents {
  progress(progress: Progress): void;
  metrics(points: readonly MetricPoint[]): void;
  /** Called once the folder is whole; the job goes on when this returns. Returns folders to delete. */
  checkpoint(checkpoint: CheckpointRecord, points: readonly MetricPoint[]): readonly string[];
}

export type ProcessEnd =
  | { readonly state: 'succeeded'; readonly output: StepOutput }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'cancelled' };

export interface RunningProcess {
  cancel(): void;
  readonly ended: Promise<ProcessEnd>;
}
