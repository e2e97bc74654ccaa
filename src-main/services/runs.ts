import type { JobView, RunView } from '../../src-shared/contracts/views.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { inTransaction } from '../stores/database.ts';
import { getJob, jobsOfRun, type JobRecord } from '../stores/job-store.ts';
import { seriesOf, type NamedSeries, type SeriesWanted } from '../stores/metric-store.ts';
import { getRun, listRuns, runsInState, setRunDeleted, type RunRecord } from '../stores/run-store.ts';
import type { LogEntry, ServiceContext } from './context.ts';
import { assertInsideWorkspace, withAbsoluteSources } from './recipe-paths.ts';
import { requireRecipe } from './recipes.ts';
import type { RunEngine } from './run-engine.ts';
import { readSettings } from './settings.ts';
import { jobViewOf, runViewOf } from './run-views.ts';
import { bindStored, meansTheSame } from './stored-outputs.ts';
import { olderNotes } from './older-notes.ts';

export interface StartRequest {
  readonly recipe: string;
  readonly fresh: boolean;
  readonly only?: readonly string[];
  /** The engine of all its jobs, by hand; the fastest of each when left out. */
  readonly engine?: string | undefined;
  /** Where the recipe lies; null when it came from a screen and may name only what the workspace holds. */
  readonly folder: string | null;
}

/** Runs, as screens and the command line use them. */
export interface RunService {
  start(request: StartRequest): string;
  /** Goes on with an interrupted run of the very same recipe and engine, as long as its names mean what they meant then, or starts it. */
  startOrResume(request: StartRequest): string;
  resume(runId: string): string;
  cancel(runId: string): boolean;
  /** Waits from its next checkpoint on, over restarts too. False when it had ended already. */
  pause(runId: string): boolean;
  /** From 1. Returns the queue in order. */
  place(runId: string, place: number): readonly string[];
  /** Takes runs off the lists, all or none; throws `invalid-input` when one of them is open. Returns those it took. */
  remove(runIds: readonly string[]): readonly string[];
  restore(runIds: readonly string[]): readonly string[];
  ended(runId: string): Promise<RunView>;
  list(limit: number): readonly RunView[];
  get(runId: string): { readonly run: RunView; readonly jobs: JobView[]; readonly recipe: string; readonly notes: string[] };
  series(jobId: string, wanted: SeriesWanted): readonly NamedSeries[];
  logs(jobId: string, tail: number): Promise<readonly LogEntry[]>;
  /**
   * After a restart, unless the settings say no: what was interrupted goes on, but for runs that a person has paused, and runs whose own job took its
   * process with it: that could happen again and again, and waits for a person. Returns how many.
   */
  resumeInterrupted(): number;
}

export function createRunService(context: ServiceContext, engine: RunEngine): RunService {
  const { db, catalog } = context;
  const start = (request: StartRequest): string => {
    const { recipe, ...prepared } = prepare(context, request);
    return engine.start(recipe, { ...prepared, fresh: request.fresh, only: request.only ?? [], engine: request.engine ?? null });
  };
  const resume = (runId: string): string => {
    engine.resume(runId, requireRecipe(requireRun(context, runId).recipe, catalog));
    return runId;
  };
  const jobsOf = (runId: string): JobView[] => jobsOfRun(db, runId).map(job => jobViewOf(job, engine.progress));
  const view = (run: RunRecord): RunView => runViewOf(run, engine.live(run.id));
  return {
    start,
    startOrResume(request) {
      const interrupted = findInterrupted(context, request);
      return interrupted === undefined ? start(request) : resume(interrupted.id);
    },
    resume,
    cancel(runId) {
      requireRun(context, runId);
      return engine.cancel(runId);
    },
    pause(runId) {
      requireRun(context, runId);
      return engine.pause(runId);
    },
    place: engine.place,
    remove: runIds => removeRuns(context, runIds),
    restore: runIds => changed(context, runIds, null),
    ended: async runId => view(await engine.ended(runId)),
    list: limit => listRuns(db, limit).map(view),
    get: runId => {
      const run = requireRun(context, runId);
      return { run: view(run), jobs: jobsOf(runId), recipe: run.recipe, notes: olderNotes(db, runId) };
    },
    series(jobId, wanted) {
      const { key } = requireJob(context, jobId);
      return key === null ? [] : seriesOf(db, key, wanted);
    },
    logs: async (jobId, tail) => context.readLog(requireJob(context, jobId).id, tail),
    resumeInterrupted: () => toBeResumed(context).map(run => resume(run.id)).length,
  };
}

function findInterrupted(context: ServiceContext, request: StartRequest): RunRecord | undefined {
  const { text, bindings } = prepare(context, request);
  if (request.fresh || (request.only ?? []).length > 0) return undefined;
  return runsInState(context.db, 'interrupted').find(
    run => run.recipe === text && run.engine === (request.engine ?? null) && meansTheSame(context.db, run.id, bindings),
  );
}

function toBeResumed({ db }: ServiceContext): readonly RunRecord[] {
  if (!readSettings(db).resumeAtStart) return [];
  return runsInState(db, 'interrupted').filter(run => !run.paused && !jobsOfRun(db, run.id).some(wasLost));
}

function prepare({ db, catalog, workspaceFolder }: ServiceContext, { recipe: given, folder, only = [] }: StartRequest) {
  const checked = requireRecipe(given, catalog);
  const unknown = only.find(name => !checked.steps.some(step => step.name === name));
  if (unknown !== undefined) {
    throw new AppFailure({
      code: 'not-found',
      message: `The recipe has no step '${unknown}'`,
      hint: `Its steps: ${checked.steps.map(s => s.name).join(', ')}.`,
    });
  }
  // Before anything runs: what the recipe takes from the workspace must be there.
  const bindings = bindStored(db, checked);
  if (folder === null) assertInsideWorkspace(checked, catalog, workspaceFolder);
  const text = withAbsoluteSources(given, checked, catalog, folder ?? workspaceFolder);
  return { text, recipe: requireRecipe(text, catalog), bindings };
}

function removeRuns(context: ServiceContext, runIds: readonly string[]): readonly string[] {
  const open = runIds.map(runId => requireRun(context, runId)).find(run => run.state === 'running' || run.state === 'queued');
  if (open !== undefined)
    throw invalidInput(`Only a run that has ended or is paused can be deleted, but '${open.name}' is ${open.state}`, {
      hint: 'Cancel it first.',
    });
  return changed(context, runIds, context.nowMs());
}

function changed({ db, events }: ServiceContext, runIds: readonly string[], deletedMs: number | null): readonly string[] {
  const done = inTransaction(db, () => runIds.filter(runId => setRunDeleted(db, runId, deletedMs)));
  for (const runId of done) events.emit({ type: 'run-changed', runId });
  return done;
}

function wasLost({ state, error }: JobRecord): boolean {
  return state === 'interrupted' && error?.code === 'job-lost';
}

function requireRun({ db }: ServiceContext, runId: string): RunRecord {
  const run = getRun(db, runId);
  if (run === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no run '${runId}'` });
  return run;
}

function requireJob({ db }: ServiceContext, jobId: string): JobRecord {
  const job = getJob(db, jobId);
  if (job === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no job '${jobId}'` });
  return job;
}
