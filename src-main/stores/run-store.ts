import type { JobState } from '../../src-shared/domain/job-state.ts';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { fromJson, movedColumns, notFound, type Move } from './rows.ts';

export interface NewRun {
  readonly id: string;
  readonly name: string;
  /** The recipe's text, as it was given. */
  readonly recipe: string;
  readonly seed: number;
  /** Nothing is reused. */
  readonly fresh: boolean;
  /** Chosen by a person for all of its jobs; null when each gets its fastest. */
  readonly engine: string | null;
  readonly createdMs: number;
}

export interface RunRecord extends NewRun {
  readonly state: JobState;
  readonly startedMs: number | null;
  readonly finishedMs: number | null;
  readonly error: AppError | null;
  /** Share of its jobs' work done, in [0, 1]; 0 without jobs. */
  readonly fraction: number;
}

interface RunRow extends Omit<RunRecord, 'fresh' | 'error'> {
  readonly fresh: number;
  readonly errorJson: string | null;
}

const SELECT = `
  SELECT id, name, recipe, seed, state, fresh, engine, created_ms AS createdMs, started_ms AS startedMs, finished_ms AS finishedMs,
         error_json AS errorJson, coalesce((SELECT avg(fraction) FROM jobs WHERE run_id = runs.id), 0) AS fraction
  FROM runs`;

/** Stores a run in state `queued`. */
export function insertRun(db: WritableDb, run: NewRun): void {
  db.prepare(
    `INSERT INTO runs (id, name, recipe, seed, state, fresh, engine, created_ms)
     VALUES (@id, @name, @recipe, @seed, 'queued', @fresh, @engine, @createdMs)`,
  ).run({ ...run, fresh: run.fresh ? 1 : 0 });
}

export function getRun(db: ReadableDb, id: string): RunRecord | null {
  const row = db.prepare<[string], RunRow>(`${SELECT} WHERE id = ?`).get(id);
  return row === undefined ? null : recordOf(row);
}

/** Newest first. */
export function listRuns(db: ReadableDb, limit: number): readonly RunRecord[] {
  return db.prepare<[number], RunRow>(`${SELECT} ORDER BY created_ms DESC, id DESC LIMIT ?`).all(limit).map(recordOf);
}

/** Oldest first: the order in which they are to go on. */
export function runsInState(db: ReadableDb, state: JobState): readonly RunRecord[] {
  return db.prepare<[string], RunRow>(`${SELECT} WHERE state = ? ORDER BY created_ms, id`).all(state).map(recordOf);
}

/** Throws `not-found` for an unknown run and a plain Error for a move the state machine has not. */
export function moveRun(db: WritableDb, id: string, to: JobState, move: Move): void {
  const run = getRun(db, id);
  if (run === null) throw notFound('run', id);
  db.prepare('UPDATE runs SET state = @state, started_ms = @startedMs, finished_ms = @finishedMs, error_json = @error WHERE id = @id').run({
    ...movedColumns(`Run ${id}`, run, to, move),
    id,
  });
}

function recordOf({ errorJson, fresh, ...row }: RunRow): RunRecord {
  return { ...row, fresh: fresh === 1, error: fromJson<AppError>(errorJson) };
}
