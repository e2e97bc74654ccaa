import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';

export interface DraftRecord {
  readonly id: string;
  /** Step kind its wizard makes. */
  readonly kind: string;
  readonly name: string;
  /** Whether a person changed anything: one nobody touched is not worth keeping. */
  readonly touched: boolean;
  /** JSON of the wizard, which alone knows its form. */
  readonly stateJson: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

interface DraftRow extends Omit<DraftRecord, 'touched'> {
  readonly touched: number;
}

const SELECT = `
  SELECT id, kind, name, touched, state_json AS stateJson, created_ms AS createdMs, updated_ms AS updatedMs
  FROM drafts`;

/** Replaces the draft of that id, whose date of creation stays. Untouched ones beside it go. */
export function saveDraft(db: WritableDb, draft: Omit<DraftRecord, 'createdMs' | 'updatedMs'>, nowMs: number): void {
  inTransaction(db, () => {
    db.prepare('DELETE FROM drafts WHERE touched = 0 AND id <> ?').run(draft.id);
    db.prepare(
      `INSERT INTO drafts (id, kind, name, touched, state_json, created_ms, updated_ms)
       VALUES (@id, @kind, @name, @touched, @stateJson, @nowMs, @nowMs)
       ON CONFLICT (id) DO UPDATE SET kind = @kind, name = @name, touched = max(touched, @touched), state_json = @stateJson, updated_ms = @nowMs`,
    ).run({ ...draft, touched: draft.touched ? 1 : 0, nowMs });
  });
}

export function getDraft(db: ReadableDb, id: string): DraftRecord | null {
  const row = db.prepare<[string], DraftRow>(`${SELECT} WHERE id = ?`).get(id);
  return row === undefined ? null : recordOf(row);
}

/** Touched ones, last changed first. */
export function listDrafts(db: ReadableDb): readonly DraftRecord[] {
  return db.prepare<[], DraftRow>(`${SELECT} WHERE touched = 1 ORDER BY updated_ms DESC, id LIMIT 200`).all().map(recordOf);
}

/** False when there is none. */
export function deleteDraft(db: WritableDb, id: string): boolean {
  return db.prepare('DELETE FROM drafts WHERE id = ?').run(id).changes > 0;
}

function recordOf({ touched, ...row }: DraftRow): DraftRecord {
  return { ...row, touched: touched === 1 };
}
