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

/** What a person said of a model. */
export interface ModelLabels {
  /** Unique among the models that are there; null as long as it goes by its step's name. */
  readonly givenName: string | null;
  readonly note: string;
  readonly starred: boolean;
  /** Ascending. */
  readonly tags: readonly string[];
}

export interface ModelRecord extends NewModel, ModelLabels {
  /** Step kind that made it. */
  readonly kind: string;
  readonly runId: string;
  readonly runName: string;
}

interface ModelRowOf extends Omit<ModelRecord, 'output' | 'starred' | 'tags'> {
  readonly outputJson: string;
  readonly starred: number;
  readonly tagsJson: string;
}

const COLUMNS = `
  SELECT models.id, models.name, models.replicate, job_id AS jobId, models.output_json AS outputJson, models.created_ms AS createdMs,
         given_name AS givenName, note, starred,
         (SELECT json_group_array(tag) FROM (SELECT tag FROM model_tags WHERE model_id = models.id ORDER BY tag)) AS tagsJson,
         jobs.kind, jobs.run_id AS runId, runs.name AS runName
  FROM models JOIN jobs ON jobs.id = models.job_id JOIN runs ON runs.id = jobs.run_id`;
const SELECT = `${COLUMNS} WHERE models.deleted_ms IS NULL`;
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

/** By id, as long as it is deleted. */
export function getDeletedModel(db: ReadableDb, id: string): ModelRecord | null {
  const row = db.prepare<[string], ModelRowOf>(`${COLUMNS} WHERE models.deleted_ms IS NOT NULL AND models.id = ?`).get(id);
  return row === undefined ? null : recordOf(row);
}

/** The one deleted last among those that an id, a given name or a step's name stands for; null when there is none. */
export function lastDeletedModel(db: ReadableDb, idOrName: string): ModelRecord | null {
  const row = db
    .prepare<[Record<'wanted', string>], ModelRowOf>(
      `${COLUMNS} WHERE models.deleted_ms IS NOT NULL AND @wanted IN (models.id, given_name, models.name) ORDER BY models.deleted_ms DESC, models.id DESC LIMIT 1`,
    )
    .get({ wanted: idOrName });
  return row === undefined ? null : recordOf(row);
}

/** The newest that is there and is the same as this one in weights, data and answers out of fold; null when there is none. */
export function sameModel(db: ReadableDb, { output }: ModelRecord): ModelRecord | null {
  const row = db
    .prepare<[Record<'file' | 'data', string> & { readonly answers: string | null }], ModelRowOf>(
      `${COLUMNS} WHERE models.deleted_ms IS NULL AND file_hash = @file AND models.output_json ->> '$.data.hash' = @data
         AND models.output_json ->> '$.crossValidation.outOfFold.hash' IS @answers ${NEWEST_FIRST} LIMIT 1`,
    )
    .get({ file: output.file.hash, data: output.data.hash, answers: output.crossValidation?.outOfFold.hash ?? null });
  return row === undefined ? null : recordOf(row);
}

/**
 * What a person means by an id or a name: the model with that id, else the one given that name, else the newest that a
 * step of that name made with its fellow replicates (same run and step), by replicate. Empty when there is none. A given
 * name goes before a step's: it was chosen for this model, and no later run takes it away.
 */
export function findModels(db: ReadableDb, idOrName: string): readonly ModelRecord[] {
  const byId = getModel(db, idOrName);
  if (byId !== null) return [byId];
  const named = db.prepare<[string], ModelRowOf>(`${SELECT} AND given_name = ?`).get(idOrName);
  if (named !== undefined) return [recordOf(named)];
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

/** Takes the mark away again. Throws when its given name was given to another meanwhile. Refer to its files again too. */
export function restoreModel(db: WritableDb, id: string): boolean {
  return db.prepare('UPDATE models SET deleted_ms = NULL WHERE id = ? AND deleted_ms IS NOT NULL').run(id).changes > 0;
}

/** Replaces what is given and keeps the rest; tags as a whole. */
export function labelModel(db: WritableDb, id: string, labels: { readonly [K in keyof ModelLabels]?: ModelLabels[K] | undefined }): void {
  const { givenName, note, starred, tags } = labels;
  if (givenName !== undefined) db.prepare('UPDATE models SET given_name = ? WHERE id = ?').run(givenName, id);
  if (note !== undefined) db.prepare('UPDATE models SET note = ? WHERE id = ?').run(note, id);
  if (starred !== undefined) db.prepare('UPDATE models SET starred = ? WHERE id = ?').run(starred ? 1 : 0, id);
  if (tags === undefined) return;
  db.prepare('DELETE FROM model_tags WHERE model_id = ?').run(id);
  const insert = db.prepare('INSERT OR IGNORE INTO model_tags (model_id, tag) VALUES (?, ?)');
  for (const tag of tags) insert.run(id, tag);
}

function recordOf({ outputJson, starred, tagsJson, ...row }: ModelRowOf): ModelRecord {
  return {
    ...row,
    output: JSON.parse(outputJson) as ModelOutput,
    starred: starred === 1,
    tags: JSON.parse(tagsJson) as readonly string[],
  };
}
