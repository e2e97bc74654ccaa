import type { Recipe } from '../../src-shared/domain/recipe/recipe.ts';
import { AppFailure, toAppError } from '../../src-shared/lib/app-error.ts';
import type { RunningJob } from '../jobs/supervisor.ts';
import { getRun, type RunRecord } from '../stores/run-store.ts';
import type { ServiceContext } from './context.ts';
import type { PlannedJob } from './plan-jobs.ts';
import type { StudyDesk } from './studies/study-desk.ts';
import type { ProgressBook } from './progress-book.ts';

/** What the run engine knows beyond the store: everything here can be lost with the process. */
export interface RunState {
  readonly context: ServiceContext;
  readonly active: Map<string, ActiveRun>;
  /** By job id. */
  readonly running: Map<string, StartedJob>;
  readonly progress: ProgressBook;
  readonly studies: StudyDesk;
  /** The job that is being timed on an engine; one at a time, and nothing starts beside it. */
  rehearsal: { readonly runId: string; readonly process: RunningJob } | null;
  closing: boolean;
  /** Looks for jobs that can start; one pass at a time. */
  advance(): Promise<void>;
}

export interface ActiveRun {
  readonly id: string;
  readonly recipe: Recipe;
  /** In the order of the run's job rows. */
  readonly planned: readonly PlannedJob[];
  readonly fresh: boolean;
  /** The engine a person chose for all of its jobs. */
  readonly engine: string | null;
  cancelled: boolean;
  /** A person wants it to wait: nothing of it starts, and what ran is interrupted. */
  paused: boolean;
  readonly done: PromiseWithResolvers<RunRecord>;
}

interface StartedJob {
  readonly runId: string;
  readonly process: RunningJob;
  readonly key: string;
  readonly threads: number;
  readonly settled: Promise<void>;
}

export function announce({ context }: RunState, runId: string): void {
  context.events.emit({ type: 'run-changed', runId });
}

/** The run has ended or stops here: whoever waits for it hears. */
export function retire(state: RunState, run: ActiveRun): void {
  state.active.delete(run.id);
  announce(state, run.id);
  run.done.resolve(requireRun(state, run.id));
}

/** Until everything of a run that computes now should be done; null when that is not known of one of them. */
export function remainingOf({ running, progress }: RunState, runId: string): number | null {
  const left = [...running].flatMap(([jobId, job]) => (job.runId === runId ? [progress.of(jobId)?.remainingMs ?? null] : []));
  return left.length === 0 || left.includes(null) ? null : Math.max(...left.map(Number));
}

/** Cancelling wins over pausing. */
export function isPaused(run: ActiveRun): boolean {
  return run.paused && !run.cancelled;
}

export function requireRun({ context }: RunState, runId: string): RunRecord {
  const run = getRun(context.db, runId);
  if (run === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no run '${runId}'` });
  return run;
}

/**
 * What happened can't be stored, most often because the disk is full: the run stops here with that error, for whoever
 * waits for it. In the store it still runs; the next opener finds it interrupted.
 */
export function strand(state: RunState, runId: string, thrown: unknown): void {
  const run = state.active.get(runId);
  if (run === undefined) return;
  const error = toAppError(thrown);
  state.context.log('error', `Run ${runId} stopped: ${error.message}`);
  state.active.delete(runId);
  for (const job of state.running.values()) if (job.runId === runId) job.process.cancel();
  run.done.reject(new AppFailure(error));
}
