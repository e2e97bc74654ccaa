import { toAppError, type AppError } from '../../src-shared/lib/app-error.ts';
import type { JobOutcome } from '../jobs/messages.ts';
import type { JobEvents } from '../jobs/supervisor.ts';
import { checkpointsOf, deleteCheckpoints, recordCheckpoint } from '../stores/checkpoint-store.ts';
import { inTransaction } from '../stores/database.ts';
import { finishJob, moveJob, setJobEngine, setJobFraction, setJobInput, type JobRecord } from '../stores/job-store.ts';
import { appendMetrics, deleteMetrics } from '../stores/metric-store.ts';
import type { LaneQuestion } from '../engine/search/study/lane-messages.ts';
import { fitLane } from '../../src-shared/domain/recipe/steps/fit.step.ts';
import { searchLane } from '../../src-shared/domain/recipe/steps/search.step.ts';
import type { StudyAsker } from './studies/open-study.ts';
import { freeThreads } from './job-threads.ts';
import type { PreparedJob } from './prepare-job.ts';
import { artifactsOfManifest, recordSuccess } from './record-success.ts';
import { announce, isPaused, remainingOf, requireRun, strand, type ActiveRun, type RunState } from './run-state.ts';

/**
 * Takes an earlier result of the same key, or starts a process. Waits when that very computation runs already. False when
 * it has to wait for cores.
 */
export async function beginJob(state: RunState, run: ActiveRun, row: JobRecord, prepared: PreparedJob): Promise<boolean> {
  const { context, running } = state;
  const { key, input, engine, earlier } = prepared;
  if (run.cancelled || run.paused || state.closing || [...running.values()].some(other => other.key === key)) return true;
  setJobInput(context.db, row.id, key, input);
  if (engine !== null) setJobEngine(context.db, row.id, engine);
  const anew = run.fresh && row.startedMs === null;
  if (earlier !== null && !anew) {
    finishJob(context.db, row.id, { nowMs: context.nowMs(), output: earlier.output, entityId: earlier.entityId, reused: true });
    announce(state, run.id);
    return true;
  }
  if (threadsOf(prepared) > freeThreads(context.cores, running.values())) return false;
  if (anew) await forget(state, key);
  launch(state, row, prepared);
  return true;
}

/** Processes that ask a study what to do. */
const LANES: ReadonlySet<string> = new Set([searchLane.id, fitLane.id]);

/** A step without an engine computes on one thread. */
function threadsOf({ engine }: PreparedJob): number {
  return engine?.threads ?? 1;
}

export function failJob(state: RunState, row: JobRecord, error: AppError): void {
  moveJob(state.context.db, row.id, 'failed', { nowMs: state.context.nowMs(), error });
  announce(state, row.runId);
}

async function forget({ context }: RunState, key: string): Promise<void> {
  const folders = inTransaction(context.db, () => {
    deleteMetrics(context.db, key);
    return deleteCheckpoints(context.db, key);
  });
  await context.removeCheckpoints(folders);
}

function launch(state: RunState, row: JobRecord, prepared: PreparedJob): void {
  const { context, running, progress } = state;
  const { key, input, engine } = prepared;
  const threads = threadsOf(prepared);
  moveJob(context.db, row.id, 'running', { nowMs: context.nowMs() });
  const request = {
    ...{ jobId: row.id, kind: row.kind, key, input, checkpoints: checkpointsOf(context.db, key), rehearsal: false },
    ...{ engine: engine?.engine ?? '', identity: engine?.identity ?? null, threads },
  };
  const asker = askerOf(state, row, prepared);
  const process = context.supervisor.start(request, {
    ...listenTo(state, row, key),
    ask: question => state.studies.answer(asker, question as LaneQuestion),
  });
  const settled = process.ended
    .then(async end => {
      await finish(state, row, prepared, end);
      if (LANES.has(row.kind)) await state.studies.left(asker, end.state === 'interrupted' ? 'lost' : 'stopped');
    })
    .catch((thrown: unknown) => failJob(state, row, toAppError(thrown)))
    .catch((thrown: unknown) => strand(state, row.runId, thrown))
    .finally(() => {
      running.delete(row.id);
      progress.forget(row.id);
      announce(state, row.runId);
      void state.advance();
    });
  running.set(row.id, { runId: row.runId, process, key, threads, settled });
  announce(state, row.runId);
}

function listenTo(state: RunState, row: JobRecord, key: string): JobEvents {
  const { context, progress } = state;
  return {
    progress(value, newest) {
      const { remainingMs, worthStoring } = progress.note(row.id, value);
      if (worthStoring) setJobFraction(context.db, row.id, value.fraction);
      const run = worthStoring ? wholeRun(state, row.runId) : null;
      context.events.emit({ type: 'job-progress', runId: row.runId, jobId: row.id, progress: value, newest, remainingMs, run });
    },
    metrics: points => appendMetrics(context.db, key, points),
    checkpoint: (checkpoint, points) => recordCheckpoint(context.db, checkpoint, points, context.nowMs()),
  };
}

function askerOf({ active }: RunState, { runId, step }: JobRecord, { input, sharedKey }: PreparedJob): StudyAsker {
  return { runId, step, studyKey: sharedKey ?? '', fresh: active.get(runId)?.fresh ?? false, input };
}

function wholeRun(state: RunState, runId: string): { readonly fraction: number; readonly remainingMs: number | null } {
  return { fraction: requireRun(state, runId).fraction, remainingMs: remainingOf(state, runId) };
}

/** Whether a job that was stopped is to go on from its checkpoint one day. */
function goesOn({ closing, active }: RunState, row: JobRecord): boolean {
  const run = active.get(row.runId);
  return closing || (run !== undefined && isPaused(run));
}

async function finish(state: RunState, row: JobRecord, { input, key }: PreparedJob, end: JobOutcome): Promise<void> {
  const { context } = state;
  const nowMs = context.nowMs();
  if (end.state === 'failed' || end.state === 'interrupted') return moveJob(context.db, row.id, end.state, { nowMs, error: end.error });
  if (end.state === 'cancelled') return moveJob(context.db, row.id, goesOn(state, row) ? 'interrupted' : 'cancelled', { nowMs });
  const { output } = end;
  const further = output.kind === 'data' ? artifactsOfManifest(await context.readArtifact(output.manifest.hash)) : [];
  recordSuccess(context.db, { job: row, input, output, further, nowMs, newId: context.newId });
  await context.removeCheckpoints(deleteCheckpoints(context.db, key));
}
