import type { ReadableDb, WritableDb } from './database.ts';

/** A job that computed figures on the test split of a data set. Counted once, however often it is resumed. */
export function addTestLook(db: WritableDb, manifestHash: string, jobId: string, nowMs: number): void {
  db.prepare('INSERT OR IGNORE INTO test_looks (manifest_hash, job_id, at_ms) VALUES (?, ?, ?)').run(manifestHash, jobId, nowMs);
}

/** How often the workspace has looked at the test split of this data. */
export function countTestLooks(db: ReadableDb, manifestHash: string): number {
  return db.prepare<[string]>('SELECT count(*) FROM test_looks WHERE manifest_hash = ?').pluck().get(manifestHash) as number;
}
