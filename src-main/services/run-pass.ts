import { isEnded } from '../../src-shared/domain/job-state.ts';
import { toAppError, type AppError } from '../../src-shared/lib/app-error.ts';
import { jobsOfRun, moveJob, type JobRecord } from '../stores/job-store.ts';
import { moveRun } from '../stores/run-store.ts';
import { beginJob, failJob } from './begin-job.ts';
import { freeThreads } from './job-threads.ts';
import { needsOf, type PlannedJob } from './plan-jobs.ts';
import { prepareJob } from './prepare-job.ts';
import { announce, isPaused, retire, strand, type ActiveRun, type RunState } from './run-state.ts';

/** The jobs in order. Once one waits for cores none after it may take them: it would wait for ever behind small ones. */
interface Line {
  full: boolean;
}

/** One look at every active run, oldest first: starts what can start, drops what can't any more, ends what is done. */
export async function passOverRuns(state: RunState): Promise<void> {
  const line: Line = { full: false };
  for (const run of [...state.active.values()]) {
    if (state.closing) return;
    try {
      for (const planned of run.planned) await consider(state, { run, line }, planned);
      settle(state, run);
    } catch (thrown) {
      strand(state, run.id, thrown);
    }
  }
}

async function consider(state: RunState, { run, line }: { run: ActiveRun; line: Line }, planned: PlannedJob): Promise<void> {
  const { context } = state;
  const rows = jobsOfRun(context.db, run.id);
  const row = rows[run.planned.indexOf(planned)];
  if (row === undefined || !canBeginOrDrop(run, row)) return;
  const needed = rows.filter(other => needsOf(planned.step).includes(other.step));
  const broken = needed.find(other => other.state === 'failed' || other.state === 'cancelled');
  if (run.cancelled || broken !== undefined) return drop(state, row, broken);
  if (state.closing || run.paused || line.full || !needed.every(other => other.state === 'succeeded')) return;
  if (freeThreads(context.cores, state.running.values()) < 1) return void (line.full = true);
  try {
    const prepared = await prepareJob(state, { run, planned, row, rows });
    line.full = prepared === null || !(await beginJob(state, run, row, prepared));
  } catch (thrown) {
    failJob(state, row, toAppError(thrown));
  }
}

/** A job whose process vanished waits for its run to be resumed; only a cancelled run gives it up. */
function canBeginOrDrop({ cancelled }: ActiveRun, { state }: JobRecord): boolean {
  return state === 'queued' || (cancelled && state === 'interrupted');
}

/** A job that can't run any more: its run was cancelled, or a step it needs has no result. */
function drop(state: RunState, row: JobRecord, broken: JobRecord | undefined): void {
  const why = broken?.state === 'failed' ? 'failed' : 'was not run';
  const message = broken === undefined ? 'The run was cancelled' : `Not run: it needs '${broken.step}', which ${why}`;
  moveJob(state.context.db, row.id, 'cancelled', { nowMs: state.context.nowMs(), error: { code: 'cancelled', message } });
  announce(state, row.runId);
}

function settle(state: RunState, run: ActiveRun): void {
  const { db, nowMs } = state.context;
  const rows = jobsOfRun(db, run.id);
  const lost = rows.find(row => row.state === 'interrupted');
  if (lost !== undefined && !isPaused(run) && isStuck(run, rows)) {
    moveRun(db, run.id, 'interrupted', { nowMs: nowMs(), error: errorOf(lost) });
    return retire(state, run);
  }
  if (!rows.every(row => isEnded(row.state))) {
    if (isPaused(run) && !rows.some(row => row.state === 'running')) {
      moveRun(db, run.id, 'interrupted', { nowMs: nowMs() });
      retire(state, run);
    }
    return;
  }
  const failed = rows.find(row => row.state === 'failed');
  const done = rows.every(row => row.state === 'succeeded') ? 'succeeded' : 'cancelled';
  const error = failed === undefined ? undefined : errorOf(failed);
  moveRun(db, run.id, failed === undefined ? done : 'failed', { nowMs: nowMs(), error });
  retire(state, run);
}

/** Whether nothing runs, and nothing can start before a job whose process vanished has been done after all. */
function isStuck({ planned }: ActiveRun, rows: readonly JobRecord[]): boolean {
  const done = (step: string): boolean => rows.every(row => row.step !== step || row.state === 'succeeded');
  return rows.every((row, position) => {
    const waits = (): boolean => !needsOf(planned[position]!.step).every(done);
    return row.state === 'queued' ? waits() : row.state !== 'running';
  });
}

/** The step's error, with the step as its place unless it names a better one. */
function errorOf({ step, error }: JobRecord): AppError | undefined {
  return error === null ? undefined : { ...error, path: error.path ?? `steps.${step}` };
}
