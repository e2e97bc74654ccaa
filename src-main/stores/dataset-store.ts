import type { DataOutput } from '../../src-shared/domain/step-output.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export interface DatasetRecord {
  readonly id: string;
  /** Name of the step that made it; not unique. */
  readonly name: string;
  readonly jobId: string;
  readonly output: DataOutput;
  readonly createdMs: number;
}

interface DatasetRow extends Omit<DatasetRecord, 'output'> {
  readonly outputJson: string;
}

const COLUMNS = 'SELECT id, name, job_id AS jobId, output_json AS outputJson, created_ms AS createdMs FROM datasets';
const SELECT = `${COLUMNS} WHERE deleted_ms IS NULL`;
const NEWEST_FIRST = 'ORDER BY created_ms DESC, id DESC';

export function insertDataset(db: WritableDb, dataset: DatasetRecord): void {
  const { output, ...columns } = dataset;
  db.prepare(
    `INSERT INTO datasets (id, name, job_id, manifest_hash, output_json, created_ms)
     VALUES (@id, @name, @jobId, @manifestHash, @outputJson, @createdMs)`,
  ).run({ ...columns, manifestHash: output.manifest.hash, outputJson: JSON.stringify(output) });
}

/** The data set with that id, else the newest of that name; deleted ones are not found. */
export function findDataset(db: ReadableDb, idOrName: string): DatasetRecord | null {
  const row = db
    .prepare<[string, string, string], DatasetRow>(
      `${SELECT} AND (id = ? OR name = ?) ORDER BY id = ? DESC, created_ms DESC, id DESC LIMIT 1`,
    )
    .get(idOrName, idOrName, idOrName);
  return row === undefined ? null : recordOf(row);
}

/** The newest that is there with this manifest; null when there is none. */
export function sameData(db: ReadableDb, manifestHash: string): DatasetRecord | null {
  const row = db.prepare<[string], DatasetRow>(`${SELECT} AND manifest_hash = ? ${NEWEST_FIRST} LIMIT 1`).get(manifestHash);
  return row === undefined ? null : recordOf(row);
}

/** The one deleted last among those that an id or a step's name stands for; null when there is none. */
export function lastDeletedDataset(db: ReadableDb, idOrName: string): DatasetRecord | null {
  const row = db
    .prepare<[Record<'wanted', string>], DatasetRow>(
      `${COLUMNS} WHERE deleted_ms IS NOT NULL AND @wanted IN (id, name) ORDER BY deleted_ms DESC, id DESC LIMIT 1`,
    )
    .get({ wanted: idOrName });
  return row === undefined ? null : recordOf(row);
}

export interface StoredDataset extends DatasetRecord {
  readonly deletedMs: number | null;
}

/** By id, deleted or not. */
export function getDataset(db: ReadableDb, id: string): StoredDataset | null {
  const sql = `SELECT id, name, job_id AS jobId, output_json AS outputJson, created_ms AS createdMs, deleted_ms AS deletedMs FROM datasets WHERE id = ?`;
  const row = db.prepare<[string], DatasetRow & { readonly deletedMs: number | null }>(sql).get(id);
  return row === undefined ? null : { ...recordOf(row), deletedMs: row.deletedMs };
}

export interface ModelOnData {
  readonly id: string;
  readonly name: string;
  readonly replicate: number | null;
}

/** Models that were trained on the data of this manifest, newest first. */
export function modelsOnData(db: ReadableDb, manifestHash: string): readonly ModelOnData[] {
  const sql = `
    SELECT id, name, replicate FROM models
    WHERE deleted_ms IS NULL AND json_extract(output_json, '$.data.hash') = ? ORDER BY created_ms DESC, id DESC`;
  return db.prepare<[string], ModelOnData>(sql).all(manifestHash);
}

/** Newest first. */
export function listDatasets(db: ReadableDb): readonly DatasetRecord[] {
  return db.prepare<[], DatasetRow>(`${SELECT} ${NEWEST_FIRST}`).all().map(recordOf);
}

/** Marks it deleted; its row stays as history. False when there is none. Drop its references too (`dropReferences`). */
export function deleteDataset(db: WritableDb, id: string, nowMs: number): boolean {
  return db.prepare('UPDATE datasets SET deleted_ms = ? WHERE id = ? AND deleted_ms IS NULL').run(nowMs, id).changes > 0;
}

/** False when it is not deleted. Give it its references back too. */
export function restoreDataset(db: WritableDb, id: string): boolean {
  return db.prepare('UPDATE datasets SET deleted_ms = NULL WHERE id = ? AND deleted_ms IS NOT NULL').run(id).changes > 0;
}

function recordOf({ outputJson, ...row }: DatasetRow): DatasetRecord {
  return { ...row, output: JSON.parse(outputJson) as DataOutput };
}
