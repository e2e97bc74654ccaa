import type { JobInput } from '../jobs/job.ts';
import type { PlannedJob } from './plan-jobs.ts';
import type { ActiveRun } from './run-state.ts';

/** A job that is to get an engine. */
export interface EngineQuestion {
  readonly run: ActiveRun;
  readonly planned: PlannedJob;
  readonly jobId: string;
  readonly input: JobInput;
}
