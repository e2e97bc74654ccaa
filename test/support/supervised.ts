import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricPoint } from '../../src-shared/domain/job-state.ts';
import type { JobLauncher } from '../../src-main/jobs/job-launcher.ts';
import {
  createSupervisor,
  type JobEvents,
  type JobRequest,
  type RunningJob,
  type SupervisorOptions,
} from '../../src-main/jobs/supervisor.ts';
import type { WrittenCheckpoint } from '../../src-main/jobs/messages.ts';
import { createJobLauncher } from '../../src-main/platform/job-launcher.ts';
import type { CountingValues } from './counting-job.ts';

/** A supervisor over real processes that run `counting-worker.ts`, and a memory that stands in for the store. */
export interface Supervised {
  readonly logs: string[];
  readonly metrics: Map<number, number>;
  /** Newest first. */
  readonly checkpoints: WrittenCheckpoint[];
  /** Every checkpoint reported, over all starts. */
  readonly counts: { checkpoints: number; progress: number };
  start(values: CountingValues, events?: Partial<JobEvents>, request?: Partial<JobRequest>): RunningJob;
}

export const forkLauncher = createJobLauncher({ entry: join(import.meta.dirname, 'counting-worker.ts') });

export function supervise(folder: string, options: Partial<SupervisorOptions> = {}): Supervised {
  const folders = {
    artifacts: join(folder, 'artifacts'),
    checkpoints: join(folder, 'checkpoints'),
    workspace: folder,
    builtin: {},
    library: null,
  };
  for (const path of [folders.artifacts, folders.checkpoints]) mkdirSync(path, { recursive: true });
  const logs: string[] = [];
  const metrics = new Map<number, number>();
  const checkpoints: WrittenCheckpoint[] = [];
  const counts = { checkpoints: 0, progress: 0 };
  const supervisor = createSupervisor({
    launcher: forkLauncher satisfies JobLauncher,
    folders: () => folders,
    log: (_, { level, message }) => void logs.push(`${level}: ${message}`),
    nowMs: () => 0,
    checkpointEveryMs: 0,
    ...options,
  });
  const keep = (points: readonly MetricPoint[]): void => points.forEach(({ step, value }) => metrics.set(step, value));
  return {
    logs,
    metrics,
    checkpoints,
    counts,
    start: (values, events = {}, request = {}) =>
      supervisor.start(
        {
          jobId: 'job',
          kind: 'count',
          key: 'key',
          input: inputOf(values),
          engine: '',
          identity: null,
          threads: 1,
          rehearsal: false,
          checkpoints: [...checkpoints],
          ...request,
        },
        {
          progress: () => void counts.progress++,
          metrics: keep,
          checkpoint(checkpoint, points) {
            keep(points);
            counts.checkpoints++;
            checkpoints.unshift(checkpoint);
            return checkpoints.splice(2).map(old => old.folder);
          },
          ...events,
        },
      ),
  };
}

export function inputOf(values: CountingValues): JobRequest['input'] {
  return { name: 'count', values: { ...values }, inputs: {}, seed: 3, facts: {} };
}
