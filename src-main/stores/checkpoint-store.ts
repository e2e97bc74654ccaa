import type { MetricPoint } from '../../src-shared/domain/job-state.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';
import { appendMetrics } from './metric-store.ts';

export interface CheckpointRecord {
  /** Content key of the job. */
  readonly key: string;
  /** From 1, ascending. */
  readonly seq: number;
  /** Relative to the workspace's folder of checkpoints: `KEY/SEQ-…`. */
  readonly folder: string;
  readonly bytes: number;
}

interface StoredCheckpoint extends CheckpointRecord {
  readonly createdMs: number;
}

const KEPT = 2;
const SELECT = 'SELECT key, seq, folder, bytes, created_ms AS createdMs FROM checkpoints';

/**
 * The row and the metrics up to it, in one transaction: after it the job may be killed at any moment. Call once the folder
 * is whole on the disk. Keeps the last two and returns the folders of the rest, which no row names any more.
 */
export function recordCheckpoint(
  db: WritableDb,
  checkpoint: CheckpointRecord,
  points: readonly MetricPoint[],
  nowMs: number,
): readonly string[] {
  return inTransaction(db, () => {
    db.prepare('INSERT INTO checkpoints (key, seq, folder, bytes, created_ms) VALUES (@key, @seq, @folder, @bytes, @nowMs)').run({
      ...checkpoint,
      nowMs,
    });
    appendMetrics(db, checkpoint.key, points);
    return db
      .prepare<[string, string, number], { folder: string }>(
        `DELETE FROM checkpoints WHERE key = ? AND seq NOT IN (SELECT seq FROM checkpoints WHERE key = ? ORDER BY seq DESC LIMIT ?) RETURNING folder`,
      )
      .all(checkpoint.key, checkpoint.key, KEPT)
      .map(row => row.folder);
  });
}

/** Newest first; the second one stands in when the first can't be read. */
export function checkpointsOf(db: ReadableDb, key: string): readonly StoredCheckpoint[] {
  return db.prepare<[string], StoredCheckpoint>(`${SELECT} WHERE key = ? ORDER BY seq DESC`).all(key);
}

export function latestCheckpoint(db: ReadableDb, key: string): StoredCheckpoint | null {
  return checkpointsOf(db, key)[0] ?? null;
}

export function listCheckpoints(db: ReadableDb): readonly StoredCheckpoint[] {
  return db.prepare<[], StoredCheckpoint>(`${SELECT} ORDER BY key, seq`).all();
}

/** Of a job that ended well, or is to begin anew. Returns the folders that go with them. */
export function deleteCheckpoints(db: WritableDb, key: string): readonly string[] {
  return db
    .prepare<[string], { folder: string }>('DELETE FROM checkpoints WHERE key = ? RETURNING folder')
    .all(key)
    .map(row => row.folder);
}

export function deleteCheckpoint(db: WritableDb, key: string, seq: number): void {
  db.prepare('DELETE FROM checkpoints WHERE key = ? AND seq = ?').run(key, seq);
}
