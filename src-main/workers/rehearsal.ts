import type { Progress } from '../../src-shared/domain/job-state.ts';
import type { JobContext } from '../jobs/job.ts';
import type { CoreWaits } from '../platform/core-waits.ts';
import { abortError } from './stop-signal.ts';

export interface StepTime {
  /** Mean, milliseconds; without the time for which other programs had the cores, as far as the system tells it. */
  readonly stepMs: number;
  /** Steps it is the mean of. */
  readonly steps: number;
  /** Of the whole job; null where it doesn't say. */
  readonly totalSteps: number | null;
}

/** A job's world in which nothing is kept, and that ends once its steps have been timed. */
export interface Rehearsal {
  readonly context: JobContext;
  /** Null when the job ended before it made a step. */
  result(): StepTime | null;
}

/** Of steps, after what the first ones do once (recording, compiling). */
const TIMED_MS = 1000;
/** Without two reports by then, what there is must do. */
const LIMIT_MS = 15_000;

interface Mark {
  readonly step: number;
  readonly atMs: number;
  readonly waits: CoreWaits;
}

/**
 * Wraps the world of a job. Steps are told by its reports: the first one closes the warm-up, then about a second of steps
 * counts. The abort comes out of `turn`, as a cancelled job's does, or out of the first thing the job wants to keep.
 */
export function createRehearsal(world: JobContext, coreWaits: () => CoreWaits): Rehearsal {
  const begin = { loadedMs: null as number | null, startedMs: world.nowMs() };
  let totalSteps: number | null = null;
  let first: Mark | null = null;
  let last: Mark | null = null;
  const isDone = (): boolean => {
    if (first !== null && last !== null && last.atMs - first.atMs >= TIMED_MS) return true;
    return begin.loadedMs !== null && world.nowMs() - begin.loadedMs >= LIMIT_MS;
  };
  const stop = (): Promise<never> => Promise.reject(abortError());
  const context: JobContext = {
    ...world,
    resumeFrom: null,
    report({ step, steps }: Progress) {
      totalSteps = steps ?? totalSteps;
      if (step === undefined) return;
      last = { step, atMs: world.nowMs(), waits: coreWaits() };
      first ??= last;
    },
    measure: () => undefined,
    checkpointDue: () => false,
    checkpoint: () => Promise.resolve(),
    turn: async () => {
      await world.turn();
      if (isDone()) throw abortError();
    },
    engine: async load => {
      const engine = await world.engine(load);
      begin.loadedMs = world.nowMs();
      return engine;
    },
    artifacts: { read: world.artifacts.read, write: stop },
    exports: { ...world.exports, write: stop },
    scratch: { ...world.scratch, write: stop },
  };
  return { context, result: () => timeOf(first, last, { loadedMs: begin.loadedMs ?? begin.startedMs, totalSteps }) };
}

function timeOf(
  first: Mark | null,
  last: Mark | null,
  { loadedMs, totalSteps }: { readonly loadedMs: number; readonly totalSteps: number | null },
): StepTime | null {
  if (first === null || last === null) return null;
  const timed = last.step - first.step;
  if (timed > 0) return { stepMs: (last.atMs - first.atMs - takenMs(first, last)) / timed, steps: timed, totalSteps };
  return { stepMs: (first.atMs - loadedMs) / first.step, steps: first.step, totalSteps };
}

/** At most this share of the time is taken off: what waits may have had nothing to do but to watch. */
const GREATEST_SHARE = 0.95;

/**
 * Time that others took between two marks. The thread of the program and those that compute for it take turns, so its wait
 * and the longest of theirs add up.
 */
function takenMs(from: Mark, to: Mark): number {
  const grown = [...to.waits].map(([thread, ms]) => ms - (from.waits.get(thread) ?? ms)).sort((a, b) => b - a);
  const [longest = 0, second = 0] = grown;
  return Math.min(longest + second, GREATEST_SHARE * (to.atMs - from.atMs));
}
