import type { Trial } from '../../src-shared/domain/study.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';

/** A search as it is stored; its trials stand beside it. */
export interface StudyRecord {
  readonly id: string;
  /** Content key of what is searched: several attempts share it. */
  readonly key: string;
  readonly runId: string;
  readonly step: string;
  /** Hash of the manifest. */
  readonly data: string;
  /** Fields of the step. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly control: boolean;
  /** The study of the same step before its fields were changed. */
  readonly previous: string | null;
  readonly elapsedMs: number;
  readonly createdMs: number;
  readonly finishedMs: number | null;
}

interface StudyRow extends Omit<StudyRecord, 'spec' | 'control'> {
  readonly specJson: string;
  readonly control: number;
}

const SELECT = `
  SELECT id, key, run_id AS runId, step, data, spec_json AS specJson, seed, control, previous, elapsed_ms AS elapsedMs,
         created_ms AS createdMs, finished_ms AS finishedMs
  FROM studies`;

export function insertStudy(db: WritableDb, { spec, control, ...study }: Omit<StudyRecord, 'elapsedMs' | 'finishedMs'>): void {
  db.prepare(
    `INSERT INTO studies (id, key, run_id, step, data, spec_json, seed, control, previous, created_ms)
     VALUES (@id, @key, @runId, @step, @data, @specJson, @seed, @control, @previous, @createdMs)`,
  ).run({ ...study, specJson: JSON.stringify(spec), control: Number(control) });
}

/** Null where there is none. */
export function getStudy(db: ReadableDb, id: string): StudyRecord | null {
  const row = db.prepare<[string], StudyRow>(`${SELECT} WHERE id = ?`).get(id);
  return row === undefined ? null : recordOf(row);
}

/** The attempt at a search that this run began, else the newest; null before the first. A clock that was set back makes it no other. */
export function latestStudy(db: ReadableDb, key: string, runId: string): StudyRecord | null {
  const row = db
    .prepare<[string, string], StudyRow>(`${SELECT} WHERE key = ? ORDER BY run_id = ? DESC, created_ms DESC, id DESC LIMIT 1`)
    .get(key, runId);
  return row === undefined ? null : recordOf(row);
}

/** The newest study that was made by changing the fields of this one; null where there is none. */
export function studyAfter(db: ReadableDb, id: string): string | null {
  const row = db
    .prepare<[string], { id: string }>('SELECT id FROM studies WHERE previous = ? ORDER BY created_ms DESC, id DESC LIMIT 1')
    .get(id);
  return row?.id ?? null;
}

/** Newest first. */
export function listStudies(db: ReadableDb, limit: number): readonly StudyRecord[] {
  return db.prepare<[number], StudyRow>(`${SELECT} ORDER BY created_ms DESC, id DESC LIMIT ?`).all(limit).map(recordOf);
}

export function setStudyElapsed(db: WritableDb, id: string, elapsedMs: number): void {
  db.prepare('UPDATE studies SET elapsed_ms = ? WHERE id = ?').run(elapsedMs, id);
}

export function finishStudy(db: WritableDb, id: string, nowMs: number): void {
  db.prepare('UPDATE studies SET finished_ms = ? WHERE id = ? AND finished_ms IS NULL').run(nowMs, id);
}

/** By number. */
export function trialsOf(db: ReadableDb, study: string): readonly Trial[] {
  return db
    .prepare<[string], { json: string }>('SELECT trial_json AS json FROM trials WHERE study = ? ORDER BY number')
    .all(study)
    .map(({ json }) => JSON.parse(json) as Trial);
}

/** Puts trials in, or in the place of those of the same numbers; all or none. */
export function putTrials(db: WritableDb, study: string, trials: readonly Trial[]): void {
  const put = db.prepare('INSERT OR REPLACE INTO trials (study, number, role, state, lane, trial_json) VALUES (?, ?, ?, ?, ?, ?)');
  inTransaction(db, () => {
    for (const trial of trials) put.run(study, trial.number, trial.role, trial.state, trial.lane, JSON.stringify(trial));
  });
}

function recordOf({ specJson, control, ...row }: StudyRow): StudyRecord {
  return { ...row, spec: JSON.parse(specJson) as StudyRecord['spec'], control: control === 1 };
}
