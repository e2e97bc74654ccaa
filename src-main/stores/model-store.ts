import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export interface NewModel {
  readonly id: string;
  /** Name of the step that made it; not unique. */
  readonly name: string;
  readonly replicate: number | null;
  readonly jobId: string;
  readonly output: ModelOutput;
  readonly createdMs: number;
}

export interface ModelRecord extends NewModel {
  /** Step kind that made it. */
  readonly kind: string;
  readonly runId: string;
}

interface ModelRowOf extends Omit<ModelRecord, 'output'> {
  readonly outputJson: string;
}

const SELECT = `
  SELECT models.id, models.name, models.replicate, job_id AS jobId, models.output_json AS outputJson, models.created_ms AS createdMs,
         jobs.kind, jobs.run_id AS runId
  FROM models JOIN jobs ON jobs.id = models.job_id
  WHERE deleted_ms IS NULL`;
const NEWEST_FIRST = 'ORDER BY models.created_ms DESC, models.id DESC';

export function insertModel(db: WritableDb, model: NewModel): void {
  const { output, ...columns } = model;
  db.prepare(
    `INSERT INTO models (id, name, replicate, job_id, file_hash, output_json, created_ms)
     VALUES (@id, @name, @replicate, @jobId, @fileHash, @outputJson, @createdMs)`,
  ).run({ ...columns, fileHash: output.file.hash, outputJson: JSON.stringify(output) });
}

/** By id; deleted ones are not found. */
export function getModel(db: ReadableDb, id: string): ModelRecord | null {
  const row = db.prepare<[string], ModelRowOf>(`${SELECT} AND models.id = ?`).get(id);
  return row === undefined ? null : recordOf(row);
}

/**
 * What a person means by an id or a name: the model with that id, else the newest of that name with its fellow
 * replicates (same run and step), by replicate. Empty when there is none.
 */
export function findModels(db: ReadableDb, idOrName: string): readonly ModelRecord[] {
  const byId = getModel(db, idOrName);
  if (byId !== null) return [byId];
  const newest = db.prepare<[string], ModelRowOf>(`${SELECT} AND models.name = ? ${NEWEST_FIRST} LIMIT 1`).get(idOrName);
  if (newest === undefined) return [];
  return db
    .prepare<[string, string], ModelRowOf>(`${SELECT} AND models.name = ? AND jobs.run_id = ? ORDER BY models.replicate`)
    .all(idOrName, newest.runId)
    .map(recordOf);
}

/** Newest first. */
export function listModels(db: ReadableDb): readonly ModelRecord[] {
  return db.prepare<[], ModelRowOf>(`${SELECT} ${NEWEST_FIRST}`).all().map(recordOf);
}

/** Marks it deleted; its row stays as history. False when there is none. Drop its references too (`dropReferences`). */
export function deleteModel(db: WritableDb, id: string, nowMs: number): boolean {
  return db.prepare('UPDATE models SET deleted_ms = ? WHERE id = ? AND deleted_ms IS NULL').run(nowMs, id).changes > 0;
}

function recordOf({ outputJson, ...row }: ModelRowOf): ModelRecord {
  return { ...row, output: JSON.parse(outputJson) as ModelOutput };
}
