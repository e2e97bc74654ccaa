import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { jobsOfRun } from '../stores/job-store.ts';
import { setRunOrder, setRunPaused } from '../stores/run-store.ts';
import { announce, remainingOf, requireRun, type RunState } from './run-state.ts';

/** What of a run only the process that works on it knows. */
export interface RunLive {
  /** From 1 among the open runs; null when it is none. */
  readonly place: number | null;
  /** Jobs that compute now. */
  readonly working: number;
  readonly remainingMs: number | null;
}

export function liveOf(state: RunState, runId: string): RunLive {
  if (!state.active.has(runId)) return { place: null, working: 0, remainingMs: null };
  const working = [...state.running.values()].filter(job => job.runId === runId).length;
  return { place: [...state.active.keys()].indexOf(runId) + 1, working, remainingMs: remainingOf(state, runId) };
}

/** Its jobs save what they have and stop; the store remembers that a person wants it so. */
export function pauseRun(state: RunState, runId: string): boolean {
  const { db } = state.context;
  const run = state.active.get(runId);
  if (run === undefined && requireRun(state, runId).state !== 'interrupted') return false;
  setRunPaused(db, runId, true);
  announce(state, runId);
  if (run === undefined) return true;
  run.paused = true;
  if (state.rehearsal?.runId === runId) state.rehearsal.process.cancel();
  for (const row of jobsOfRun(db, runId)) state.running.get(row.id)?.process.interrupt();
  void state.advance();
  return true;
}

/** Cores that get free go to the runs in this order; what runs already is not stopped. */
export function placeRun(state: RunState, runId: string, place: number): readonly string[] {
  const moved = state.active.get(runId);
  if (moved === undefined)
    throw invalidInput(`Only a run that waits or runs has a place in the queue, but '${runId}' is ${requireRun(state, runId).state}`);
  const order = [...state.active.values()].filter(run => run !== moved);
  order.splice(Math.max(0, Math.min(order.length, place - 1)), 0, moved);
  state.active.clear();
  for (const run of order) state.active.set(run.id, run);
  const ids = order.map(run => run.id);
  setRunOrder(state.context.db, ids);
  for (const id of ids) announce(state, id);
  void state.advance();
  return ids;
}
