import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';
import { canMove, isEnded, type JobState } from '../../src-shared/domain/job-state.ts';

/** JSON columns hold what main itself wrote: parsed, not checked again. */
export function fromJson<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}

export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

export function notFound(what: string, id: string): AppFailure {
  return new AppFailure({ code: 'not-found', message: `The workspace has no ${what} '${id}'` });
}

/** A step of the state machine, with what it does to the columns both runs and jobs have. */
export interface Move {
  readonly nowMs: number;
  /** Why, for `failed`; what happened, for `cancelled` and `interrupted`. */
  readonly error?: AppError | undefined;
}

export interface MovedColumns {
  readonly state: JobState;
  readonly startedMs: number | null;
  readonly finishedMs: number | null;
  readonly error: string | null;
}

/** An illegal move is a bug of the caller and throws a plain Error. */
export function movedColumns(
  what: string,
  from: { readonly state: JobState; readonly startedMs: number | null },
  to: JobState,
  move: Move,
): MovedColumns {
  if (!canMove(from.state, to)) throw new Error(`${what} is ${from.state} and can't become ${to}`);
  return {
    state: to,
    // Kept over a resume: the time a person waited counts from the first start.
    startedMs: from.startedMs ?? (to === 'running' ? move.nowMs : null),
    finishedMs: isEnded(to) ? move.nowMs : null,
    error: toJson(move.error),
  };
}
