import type { JobView, RunView } from '../../src-shared/contracts/views.ts';
import type { JobRecord } from '../stores/job-store.ts';
import type { RunRecord } from '../stores/run-store.ts';
import type { ProgressBook } from './progress-book.ts';
import type { RunLive } from './run-queue.ts';

const IDLE: RunLive = { place: null, working: 0, remainingMs: null };

/** Without `live` as a process sees it that does not work on the run. */
export function runViewOf(run: RunRecord, live: RunLive = IDLE): RunView {
  const { id, name, state, createdMs, startedMs, finishedMs, error, fraction, open, paused, deletedMs } = run;
  return { id, name, state, createdMs, startedMs, finishedMs, error, fraction, open, paused, deleted: deletedMs !== null, ...live };
}

export function jobViewOf(job: JobRecord, book: ProgressBook): JobView {
  const {
    id,
    runId,
    step,
    kind,
    replicate,
    state,
    createdMs,
    startedMs,
    finishedMs,
    error,
    reused,
    output,
    entityId,
    engine,
    engineChoice,
  } = job;
  const heard = book.of(id);
  return {
    id,
    runId,
    step,
    kind,
    replicate,
    state,
    createdMs,
    startedMs,
    finishedMs,
    error,
    reused,
    output,
    entityId,
    engine,
    engineChoice,
    progress: heard?.progress ?? null,
    remainingMs: heard?.remainingMs ?? null,
  };
}
