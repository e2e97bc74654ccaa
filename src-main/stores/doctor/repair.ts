import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assertNever } from '../../../src-shared/lib/result.ts';
import { dropReference, dropReferences, forgetUnreferenced, ownersOf, type ArtifactOwner } from '../artifact-store.ts';
import { deleteCheckpoint } from '../checkpoint-store.ts';
import { inTransaction, type WritableDb } from '../database.ts';
import { deleteDataset } from '../dataset-store.ts';
import { deleteModel, getModel } from '../model-store.ts';
import type { Finding, RepairAction } from './finding.ts';

/** Does what the findings propose, in their order; rows before files, so that no row ever names what is gone. Returns how many were repaired. */
export async function repair(db: WritableDb, findings: readonly Finding[], nowMs: number): Promise<number> {
  let repaired = 0;
  for (const finding of findings) {
    if (finding.repair === null) continue;
    const rows = finding.repair.actions.filter(action => action.kind.startsWith('forget'));
    const files = finding.repair.actions.filter(action => !action.kind.startsWith('forget'));
    for (const action of [...rows, ...files]) await act(db, action, nowMs);
    repaired += 1;
  }
  forgetUnreferenced(db);
  return repaired;
}

async function act(db: WritableDb, action: RepairAction, nowMs: number): Promise<void> {
  switch (action.kind) {
    case 'remove':
      return rm(action.path, { recursive: true, force: true });
    case 'set-aside':
      await mkdir(dirname(action.to), { recursive: true });
      return rename(action.path, action.to);
    case 'forget-checkpoint':
      return deleteCheckpoint(db, action.key, action.seq);
    case 'forget-artifact':
      return inTransaction(db, () => {
        for (const owner of ownersOf(db, action.hash)) loseArtifact(db, owner, action.hash, nowMs);
      });
    default:
      assertNever(action, 'repair action');
  }
}

/** A model lives as long as its own file, a data set as long as all of its files. */
function loseArtifact(db: WritableDb, owner: ArtifactOwner, hash: string, nowMs: number): void {
  const isLost = owner.kind === 'dataset' || (owner.kind === 'model' && getModel(db, owner.id)?.output.file.hash === hash);
  if (!isLost) return dropReference(db, owner, hash);
  if (owner.kind === 'dataset') deleteDataset(db, owner.id, nowMs);
  else deleteModel(db, owner.id, nowMs);
  dropReferences(db, owner);
}
