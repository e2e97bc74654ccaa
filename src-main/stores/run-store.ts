import type { JobState } from '../../src-shared/domain/job-state.ts';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';
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
  /** Jobs that have not ended. */
  readonly open: number;
  /** A person wants it to wait. */
  readonly paused: boolean;
  /** When it was deleted; its row stays as history, and can be restored. */
  readonly deletedMs: number | null;
}

interface RunRow extends Omit<RunRecord, 'fresh' | 'error' | 'paused'> {
  readonly fresh: number;
  readonly paused: number;
  readonly errorJson: string | null;
}

const SELECT = `
  SELECT id, name, recipe, seed, state, fresh, engine, created_ms AS createdMs, started_ms AS startedMs, finished_ms AS finishedMs,
         error_json AS errorJson, paused, deleted_ms AS deletedMs,
         coalesce((SELECT avg(fraction) FROM jobs WHERE run_id = runs.id), 0) AS fraction,
         (SELECT count(*) FROM jobs WHERE run_id = runs.id AND state IN ('queued', 'running', 'interrupted')) AS open
  FROM runs`;

/** Stores a run in state `queued`. */
export function insertRun(db: WritableDb, run: NewRun): void {
  db.prepare(
    `INSERT INTO runs (id, name, recipe, seed, state, fresh, engine, created_ms)
     VALUES (@id, @name, @recipe, @seed, 'queued', @fresh, @engine, @createdMs)`,
  ).run({ ...run, fresh: run.fresh ? 1 : 0 });
}

/** By id, deleted or not. */
export function getRun(db: ReadableDb, id: string): RunRecord | null {
  const row = db.prepare<[string], RunRow>(`${SELECT} WHERE id = ?`).get(id);
  return row === undefined ? null : recordOf(row);
}

/** Newest first, without the deleted ones. */
export function listRuns(db: ReadableDb, limit: number): readonly RunRecord[] {
  return db
    .prepare<[number], RunRow>(`${SELECT} WHERE deleted_ms IS NULL ORDER BY created_ms DESC, id DESC LIMIT ?`)
    .all(limit)
    .map(recordOf);
}

/** In the order of the queue, else oldest first: the order in which they are to go on. Without the deleted ones. */
export function runsInState(db: ReadableDb, state: JobState): readonly RunRecord[] {
  return db
    .prepare<[string], RunRow>(`${SELECT} WHERE state = ? AND deleted_ms IS NULL ORDER BY coalesce(place, 0), created_ms, id`)
    .all(state)
    .map(recordOf);
}

export function setRunPaused(db: WritableDb, id: string, paused: boolean): void {
  db.prepare('UPDATE runs SET paused = ? WHERE id = ?').run(paused ? 1 : 0, id);
}

/** The order of the queue, from first to last. */
export function setRunOrder(db: WritableDb, ids: readonly string[]): void {
  const place = db.prepare('UPDATE runs SET place = ? WHERE id = ?');
  inTransaction(db, () => ids.forEach((id, i) => place.run(i + 1, id)));
}

/** Behind every other run of the queue. */
export function putRunLast(db: WritableDb, id: string): void {
  db.prepare('UPDATE runs SET place = (SELECT coalesce(max(place), 0) + 1 FROM runs) WHERE id = ?').run(id);
}

/** Null restores it. False when there is no such run, or nothing to change. */
export function setRunDeleted(db: WritableDb, id: string, deletedMs: number | null): boolean {
  const change = db.prepare('UPDATE runs SET deleted_ms = @deletedMs WHERE id = @id AND (deleted_ms IS NULL) <> (@deletedMs IS NULL)');
  return change.run({ id, deletedMs }).changes > 0;
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

function recordOf({ errorJson, fresh, paused, ...row }: RunRow): RunRecord {
  return { ...row, fresh: fresh === 1, paused: paused === 1, error: fromJson<AppError>(errorJson) };
}
