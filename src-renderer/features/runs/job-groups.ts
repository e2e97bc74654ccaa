import type { JobView } from '../../../src-shared/contracts/views.ts';
import type { JobState } from '../../../src-shared/domain/job-state.ts';

/** All jobs of one step: one, or its replicates in order. */
export interface JobGroup {
  readonly step: string;
  readonly kind: string;
  readonly jobs: readonly JobView[];
  readonly state: JobState;
  /** Share done over all its jobs, in [0, 1]. */
  readonly fraction: number;
}

/** Jobs by step, in the order in which the steps first come. */
export function groupJobs(jobs: readonly JobView[]): readonly JobGroup[] {
  const byStep = Map.groupBy(jobs, job => job.step);
  return [...byStep].map(([step, members]) => {
    const ordered = [...members].sort((a, b) => (a.replicate ?? 0) - (b.replicate ?? 0));
    return {
      step,
      kind: ordered[0]!.kind,
      jobs: ordered,
      state: jointState(ordered.map(job => job.state)),
      fraction: meanOf(ordered.map(fractionOf)),
    };
  });
}

/** What an eye should go to first: something running, then something wrong; done only when all are. */
const PRECEDENCE: readonly JobState[] = ['running', 'failed', 'interrupted', 'cancelled', 'queued', 'succeeded'];

export function jointState(states: readonly JobState[]): JobState {
  if (states.includes('queued') && states.includes('succeeded') && !states.some(state => state !== 'queued' && state !== 'succeeded'))
    return 'queued';
  return PRECEDENCE.find(state => states.includes(state)) ?? 'queued';
}

/** Whether nothing is another but how far the jobs are: what shows no progress need not be drawn again. */
export function differInProgressOnly(a: readonly JobGroup[], b: readonly JobGroup[]): boolean {
  return a.length === b.length && a.every((group, i) => group.step === b[i]!.step && haveSameJobs(group.jobs, b[i]!.jobs));
}

function haveSameJobs(a: readonly JobView[], b: readonly JobView[]): boolean {
  return a.length === b.length && a.every((job, i) => job === b[i] || isSameButProgress(job, b[i]!));
}

function isSameButProgress(a: JobView, b: JobView): boolean {
  return Object.entries(a).every(([name, value]) => name === 'progress' || name === 'remainingMs' || value === b[name as keyof JobView]);
}

export function fractionOf(job: JobView): number {
  return job.state === 'succeeded' ? 1 : (job.progress?.fraction ?? 0);
}

/** The step worth looking at: what runs; else what failed; else the last that trained something; else the first. */
export function defaultStep(groups: readonly JobGroup[]): string | null {
  const wanted =
    groups.find(group => group.state === 'running') ??
    groups.find(group => group.state === 'failed') ??
    groups.findLast(group => group.jobs.some(job => job.output?.kind === 'model')) ??
    groups[0];
  return wanted?.step ?? null;
}

/** As fine as an estimate can be: seconds, from two minutes on tens of them, from ten minutes on whole minutes. */
export function estimated(ms: number): number {
  const unit = ms < 120_000 ? 1000 : ms < 600_000 ? 10_000 : 60_000;
  return Math.ceil(ms / unit) * unit;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
