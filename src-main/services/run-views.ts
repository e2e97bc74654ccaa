import type { JobView, RunView } from '../../src-shared/contracts/views.ts';
import type { JobRecord } from '../stores/job-store.ts';
import type { RunRecord } from '../stores/run-store.ts';
import type { ProgressBook } from './progress-book.ts';

export function runViewOf({ id, name, state, createdMs, startedMs, finishedMs, error, fraction }: RunRecord): RunView {
  return { id, name, state, createdMs, startedMs, finishedMs, error, fraction };
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
