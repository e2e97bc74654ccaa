import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';

/** Who keeps a file alive. A job does while it is in the making; then the model or data set it made. */
export interface ArtifactOwner {
  readonly kind: 'job' | 'model' | 'dataset';
  readonly id: string;
}

/** Rows about the files in `artifacts/`: what is there, and who needs it. */
export function referenceArtifacts(db: WritableDb, owner: ArtifactOwner, artifacts: readonly ArtifactRef[], nowMs: number): void {
  const insert = db.prepare('INSERT OR IGNORE INTO artifacts (hash, bytes, created_ms) VALUES (?, ?, ?)');
  const refer = db.prepare('INSERT OR IGNORE INTO artifact_references (owner_kind, owner_id, hash) VALUES (?, ?, ?)');
  inTransaction(db, () => {
    for (const { hash, bytes } of artifacts) {
      insert.run(hash, bytes, nowMs);
      refer.run(owner.kind, owner.id, hash);
    }
  });
}

/** Hands everything `from` keeps alive to `to`: from a job to what it made. */
export function moveReferences(db: WritableDb, from: ArtifactOwner, to: ArtifactOwner): void {
  inTransaction(db, () => {
    db.prepare(
      `INSERT OR IGNORE INTO artifact_references (owner_kind, owner_id, hash)
       SELECT ?, ?, hash FROM artifact_references WHERE owner_kind = ? AND owner_id = ?`,
    ).run(to.kind, to.id, from.kind, from.id);
    dropReferences(db, from);
  });
}

export function dropReferences(db: WritableDb, owner: ArtifactOwner): void {
  db.prepare('DELETE FROM artifact_references WHERE owner_kind = ? AND owner_id = ?').run(owner.kind, owner.id);
}

export function dropReference(db: WritableDb, owner: ArtifactOwner, hash: string): void {
  db.prepare('DELETE FROM artifact_references WHERE owner_kind = ? AND owner_id = ? AND hash = ?').run(owner.kind, owner.id, hash);
}

export function ownersOf(db: ReadableDb, hash: string): readonly ArtifactOwner[] {
  return db
    .prepare<[string], ArtifactOwner>(
      'SELECT owner_kind AS kind, owner_id AS id FROM artifact_references WHERE hash = ? ORDER BY owner_kind, owner_id',
    )
    .all(hash);
}

/** Files somebody needs, by hash. */
export function referencedArtifacts(db: ReadableDb): readonly ArtifactRef[] {
  return db
    .prepare<[], ArtifactRef>('SELECT hash, bytes FROM artifacts WHERE hash IN (SELECT hash FROM artifact_references) ORDER BY hash')
    .all();
}

/** Forgets files nobody needs; returns their hashes. */
export function forgetUnreferenced(db: WritableDb): readonly string[] {
  return db
    .prepare<[], { hash: string }>('DELETE FROM artifacts WHERE hash NOT IN (SELECT hash FROM artifact_references) RETURNING hash')
    .all()
    .map(row => row.hash);
}

/** Every file an output names, at any depth. */
export function artifactsIn(output: unknown): readonly ArtifactRef[] {
  if (output === null || typeof output !== 'object') return [];
  return [...(isArtifactRef(output) ? [output] : []), ...Object.values(output).flatMap(artifactsIn)];
}

function isArtifactRef(value: object): value is ArtifactRef {
  const { hash, bytes } = value as { hash?: unknown; bytes?: unknown };
  return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && typeof bytes === 'number';
}
