import type { Recipe } from '../../src-shared/domain/recipe/recipe.ts';
import { inTransaction } from '../stores/database.ts';
import { insertJobs, jobsOfRun, moveJob, type JobRecord, type NewJob } from '../stores/job-store.ts';
import { insertBindings, type RunBinding } from '../stores/run-binding-store.ts';
import { insertRun, moveRun, putRunLast, setRunPaused, type RunRecord } from '../stores/run-store.ts';
import type { ServiceContext } from './context.ts';
import { planJobs, type PlannedJob } from './plan-jobs.ts';
import { createProgressBook, type ProgressBook } from './progress-book.ts';
import { passOverRuns } from './run-pass.ts';
import { liveOf, pauseRun, placeRun, type RunLive } from './run-queue.ts';
import { createStudyDesk } from './studies/study-desk.ts';
import { announce, requireRun, retire, type RunState } from './run-state.ts';

export interface RunOptions {
  /** The text the recipe came from; stored with the run. */
  readonly text: string;
  /** What its names of the workspace mean, for good. */
  readonly bindings: readonly RunBinding[];
  /** Nothing is reused, nothing resumed. */
  readonly fresh: boolean;
  /** Only these steps and what they need; all when empty. */
  readonly only: readonly string[];
  /** The engine of all its jobs; null for the fastest of each. */
  readonly engine: string | null;
}

/** Takes runs from their first job to their last. */
export interface RunEngine {
  readonly progress: ProgressBook;
  start(recipe: Recipe, options: RunOptions): string;
  /** An interrupted, failed or cancelled run goes on: what succeeded stays, the rest is done from its checkpoints. */
  resume(runId: string, recipe: Recipe): void;
  /** False when it had ended already. */
  cancel(runId: string): boolean;
  /** What is open of it waits until it is resumed, over restarts too. False when it had ended already. */
  pause(runId: string): boolean;
  /** Puts an open run at this place, from 1. Returns the queue in order. Throws `invalid-input` for a run that is not in it. */
  place(runId: string, place: number): readonly string[];
  /** What of a run only this process knows. */
  live(runId: string): RunLive;
  /** Resolves once the run has ended, or was interrupted by `close`. */
  ended(runId: string): Promise<RunRecord>;
  /** Stops all jobs; what was running is `interrupted`, and goes on from its checkpoint at the next start. */
  close(): Promise<void>;
}

export function createRunEngine(context: ServiceContext): RunEngine {
  const state = createRunState(context);
  return {
    progress: state.progress,
    start: (recipe, options) => startRun(state, recipe, options),
    resume: (runId, recipe) => resumeRun(state, runId, recipe),
    cancel: runId => cancelRun(state, runId),
    pause: runId => pauseRun(state, runId),
    place: (runId, place) => placeRun(state, runId, place),
    live: runId => liveOf(state, runId),
    ended: async runId => state.active.get(runId)?.done.promise ?? requireRun(state, runId),
    close: () => closeRuns(state),
  };
}

function createRunState(context: ServiceContext): RunState {
  let passes = Promise.resolve();
  const report = (thrown: unknown): void =>
    context.log('error', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  const state: RunState = {
    context,
    active: new Map(),
    running: new Map(),
    progress: createProgressBook(context.monotonicMs),
    studies: createStudyDesk(context),
    rehearsal: null,
    closing: false,
    advance: () => (passes = passes.then(() => passOverRuns(state)).catch(report)),
  };
  return state;
}

function startRun(state: RunState, recipe: Recipe, { text, bindings, fresh, only, engine }: RunOptions): string {
  const { db, newId, nowMs } = state.context;
  const runId = newId();
  const planned = planJobs(recipe, only);
  const createdMs = nowMs();
  inTransaction(db, () => {
    insertRun(db, { id: runId, name: recipe.name, recipe: text, seed: recipe.seed, fresh, engine, createdMs });
    insertBindings(db, runId, bindings);
    insertJobs(
      db,
      planned.map((job, position) => newJob(job, { id: newId(), runId, position, createdMs })),
    );
  });
  activate(state, runId, recipe, planned);
  return runId;
}

function resumeRun(state: RunState, runId: string, recipe: Recipe): void {
  const { db, nowMs } = state.context;
  const run = requireRun(state, runId);
  if (state.active.has(runId) || run.state === 'succeeded') return;
  const rows = jobsOfRun(db, runId);
  const planned = planJobs(recipe).filter(job => rows.some(row => isSame(row, job)));
  const move = { nowMs: nowMs() };
  inTransaction(db, () => {
    setRunPaused(db, runId, false);
    if (run.state !== 'queued') moveRun(db, runId, 'queued', move);
    for (const row of rows) if (row.state !== 'succeeded' && row.state !== 'queued') moveJob(db, row.id, 'queued', move);
  });
  activate(state, runId, recipe, planned);
}

function activate(state: RunState, runId: string, recipe: Recipe, planned: readonly PlannedJob[]): void {
  const { fresh, engine } = requireRun(state, runId);
  moveRun(state.context.db, runId, 'running', { nowMs: state.context.nowMs() });
  putRunLast(state.context.db, runId);
  const done = Promise.withResolvers<RunRecord>();
  // Nobody may be waiting; then the log has it.
  done.promise.catch(() => undefined);
  state.active.set(runId, { id: runId, recipe, planned, fresh, engine, cancelled: false, paused: false, done });
  announce(state, runId);
  void state.advance();
}

function cancelRun(state: RunState, runId: string): boolean {
  const run = state.active.get(runId);
  if (run === undefined) return giveUp(state, runId);
  run.cancelled = true;
  if (state.rehearsal?.runId === runId) state.rehearsal.process.cancel();
  for (const row of jobsOfRun(state.context.db, runId)) state.running.get(row.id)?.process.cancel();
  void state.advance();
  return true;
}

/** A run that waits to be resumed is not. */
function giveUp(state: RunState, runId: string): boolean {
  const { db, nowMs } = state.context;
  if (requireRun(state, runId).state !== 'interrupted') return false;
  const move = { nowMs: nowMs() };
  inTransaction(db, () => {
    moveRun(db, runId, 'cancelled', move);
    for (const row of jobsOfRun(db, runId))
      if (row.state === 'interrupted' || row.state === 'queued') moveJob(db, row.id, 'cancelled', move);
  });
  announce(state, runId);
  return true;
}

async function closeRuns(state: RunState): Promise<void> {
  state.closing = true;
  state.rehearsal?.process.cancel();
  await state.advance();
  const jobs = [...state.running.values()];
  jobs.forEach(job => job.process.interrupt());
  await Promise.all(jobs.map(job => job.settled));
  for (const run of [...state.active.values()]) {
    moveRun(state.context.db, run.id, 'interrupted', { nowMs: state.context.nowMs() });
    retire(state, run);
  }
}

function isSame(row: JobRecord, { step, replicate }: PlannedJob): boolean {
  return row.step === step.name && row.replicate === replicate;
}

function newJob({ step, replicate, seed }: PlannedJob, place: Pick<NewJob, 'id' | 'runId' | 'position' | 'createdMs'>): NewJob {
  return { ...place, step: step.name, kind: step.do, replicate, seed };
}
