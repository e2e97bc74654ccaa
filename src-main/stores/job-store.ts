import type { EngineChoice } from '../../src-shared/domain/engine-choice.ts';
import type { JobState } from '../../src-shared/domain/job-state.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { AppError } from '../../src-shared/lib/app-error.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';
import { fromJson, movedColumns, notFound, toJson, type Move } from './rows.ts';

export interface NewJob {
  readonly id: string;
  readonly runId: string;
  /** Step name in the recipe. */
  readonly step: string;
  /** Step kind. */
  readonly kind: string;
  readonly replicate: number | null;
  /** Place in the run's order of execution, from 0. */
  readonly position: number;
  readonly seed: number;
  readonly createdMs: number;
}

export interface JobRecord extends NewJob {
  readonly state: JobState;
  /** Content key; null until the inputs are known. */
  readonly key: string | null;
  /** What the job was given (a `JobInput`); null until it starts. */
  readonly input: unknown;
  readonly output: StepOutput | null;
  readonly error: AppError | null;
  readonly reused: boolean;
  /** Model or data set it made, or whose it reused. */
  readonly entityId: string | null;
  /** Identity of the back end. */
  readonly engine: string | null;
  /** Which engine, and why; null as long as `engine` is, and for jobs older than the choice. */
  readonly engineChoice: EngineChoice | null;
  readonly fraction: number;
  readonly startedMs: number | null;
  readonly finishedMs: number | null;
}

export interface FinishedJob {
  readonly nowMs: number;
  readonly output: StepOutput;
  readonly entityId: string | null;
  /** The result was in the workspace already. */
  readonly reused: boolean;
}

interface JobRow extends Omit<JobRecord, 'input' | 'output' | 'error' | 'reused' | 'engineChoice'> {
  readonly inputJson: string | null;
  readonly outputJson: string | null;
  readonly errorJson: string | null;
  readonly engineChoiceJson: string | null;
  readonly reused: number;
}

const SELECT = `
  SELECT id, run_id AS runId, step, kind, replicate, position, state, key, seed, input_json AS inputJson, output_json AS outputJson,
         error_json AS errorJson, reused, entity_id AS entityId, engine, engine_choice_json AS engineChoiceJson, fraction, created_ms AS createdMs, started_ms AS startedMs,
         finished_ms AS finishedMs
  FROM jobs`;

/** A result can be had again as long as the model or data set it made is there. */
const HAS_RESULT = `
  state = 'succeeded'
  AND NOT EXISTS (SELECT 1 FROM models WHERE models.id = jobs.entity_id AND deleted_ms IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM datasets WHERE datasets.id = jobs.entity_id AND deleted_ms IS NOT NULL)`;

/** Stores jobs in state `queued`, all or none. */
export function insertJobs(db: WritableDb, jobs: readonly NewJob[]): void {
  const insert = db.prepare(
    `INSERT INTO jobs (id, run_id, step, kind, replicate, position, state, seed, created_ms)
     VALUES (@id, @runId, @step, @kind, @replicate, @position, 'queued', @seed, @createdMs)`,
  );
  inTransaction(db, () => {
    for (const job of jobs) insert.run(job);
  });
}

export function getJob(db: ReadableDb, id: string): JobRecord | null {
  const row = db.prepare<[string], JobRow>(`${SELECT} WHERE id = ?`).get(id);
  return row === undefined ? null : recordOf(row);
}

/** In order of execution. */
export function jobsOfRun(db: ReadableDb, runId: string): readonly JobRecord[] {
  return db.prepare<[string], JobRow>(`${SELECT} WHERE run_id = ? ORDER BY position`).all(runId).map(recordOf);
}

const IN_LIVING_RUN = 'run_id IN (SELECT id FROM runs WHERE deleted_ms IS NULL)';

/** Succeeded jobs of a kind in runs that are not deleted, newest first: the list of comparisons, for one. */
export function succeededJobs(db: ReadableDb, kind: string, limit: number): readonly JobRecord[] {
  return db
    .prepare<[string, number], JobRow>(
      `${SELECT} WHERE kind = ? AND state = 'succeeded' AND ${IN_LIVING_RUN} ORDER BY finished_ms DESC, id DESC LIMIT ?`,
    )
    .all(kind, limit)
    .map(recordOf);
}

/** The newest job with this content key whose result is still there. */
export function findSucceeded(db: ReadableDb, key: string): JobRecord | null {
  const row = db.prepare<[string], JobRow>(`${SELECT} WHERE key = ? AND ${HAS_RESULT} ORDER BY finished_ms DESC, id DESC LIMIT 1`).get(key);
  return row === undefined ? null : recordOf(row);
}

/** For every move but the one to `succeeded`, which is `finishJob`. Throws `not-found`, and a plain Error for an illegal move. */
export function moveJob(db: WritableDb, id: string, to: Exclude<JobState, 'succeeded'>, move: Move): void {
  db.prepare('UPDATE jobs SET state = @state, started_ms = @startedMs, finished_ms = @finishedMs, error_json = @error WHERE id = @id').run({
    ...movedColumns(`Job ${id}`, requireJob(db, id), to, move),
    id,
  });
}

/** Once the inputs are known: the content key, and the input it is the hash of. */
export function setJobInput(db: WritableDb, id: string, key: string, input: unknown): void {
  const { changes } = db.prepare('UPDATE jobs SET key = ?, input_json = ? WHERE id = ?').run(key, toJson(input), id);
  if (changes === 0) throw notFound('job', id);
}

export function setJobEngine(db: WritableDb, id: string, choice: EngineChoice): void {
  db.prepare('UPDATE jobs SET engine = ?, engine_choice_json = ? WHERE id = ?').run(choice.identity, toJson(choice), id);
}

/** `fraction` in [0, 1]. */
export function setJobFraction(db: WritableDb, id: string, fraction: number): void {
  db.prepare('UPDATE jobs SET fraction = ? WHERE id = ?').run(Math.min(1, Math.max(0, fraction)), id);
}

/** `succeeded`, with its result. Throws like `moveJob`. */
export function finishJob(db: WritableDb, id: string, finished: FinishedJob): void {
  const { state, startedMs, finishedMs } = movedColumns(`Job ${id}`, requireJob(db, id), 'succeeded', finished);
  db.prepare(
    `UPDATE jobs SET state = @state, started_ms = @startedMs, finished_ms = @finishedMs, error_json = NULL, fraction = 1,
       output_json = @output, entity_id = @entityId, reused = @reused WHERE id = @id`,
  ).run({
    id,
    state,
    startedMs,
    finishedMs,
    output: toJson(finished.output),
    entityId: finished.entityId,
    reused: finished.reused ? 1 : 0,
  });
}

/**
 * What runs while a store is opened runs no more: its process went with the one that held the workspace.
 * Jobs and runs `running` become `interrupted`. Call with the workspace's lock held and before any job starts.
 */
export function markOrphansInterrupted(db: WritableDb): { readonly runs: number; readonly jobs: number } {
  return inTransaction(db, () => ({
    jobs: db.prepare(`UPDATE jobs SET state = 'interrupted' WHERE state = 'running'`).run().changes,
    runs: db.prepare(`UPDATE runs SET state = 'interrupted' WHERE state = 'running'`).run().changes,
  }));
}

function requireJob(db: ReadableDb, id: string): JobRecord {
  const job = getJob(db, id);
  if (job === null) throw notFound('job', id);
  return job;
}

function recordOf({ inputJson, outputJson, errorJson, engineChoiceJson, reused, ...row }: JobRow): JobRecord {
  return {
    ...row,
    input: fromJson<unknown>(inputJson),
    output: fromJson<StepOutput>(outputJson),
    error: fromJson<AppError>(errorJson),
    engineChoice: fromJson<EngineChoice>(engineChoiceJson),
    reused: reused === 1,
  };
}
