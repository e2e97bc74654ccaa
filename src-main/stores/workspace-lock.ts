import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { WorkspacePaths } from './workspace-paths.ts';

export interface LockHolder {
  /** What a person calls the program: `espalier serve`. */
  readonly name: string;
  readonly pid: number;
  readonly host: string;
  readonly sinceMs: number;
}

export interface WorkspaceLock {
  /** Once is enough; more is harmless. */
  release(): void;
}

/**
 * Takes the workspace for this process, or throws `workspace-locked` naming the holder. The lock is an exclusive SQLite
 * transaction on a file of its own: the operating system lets go of it however the process ends, and SQLite keeps two
 * openers of the same process apart as well.
 */
export function lockWorkspace(paths: WorkspacePaths, holder: LockHolder): WorkspaceLock {
  const db = new Database(paths.lock, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    db.close();
    if (!isBusy(thrown)) throw thrown;
    throw lockedBy(paths, readHolder(paths));
  }
  writeFileSync(paths.lockHolder, JSON.stringify(holder));
  return {
    release() {
      if (!db.open) return;
      rmSync(paths.lockHolder, { force: true });
      db.close();
    },
  };
}

function lockedBy(paths: WorkspacePaths, holder: LockHolder | null): AppFailure {
  const who =
    holder === null
      ? 'another program'
      : `${holder.name} (process ${holder.pid} on ${holder.host}, since ${new Date(holder.sinceMs).toISOString()})`;
  return new AppFailure({
    code: 'workspace-locked',
    message: `The workspace is open in ${who}; only one program may have it open`,
    path: paths.folder,
    hint: 'Close that program, or choose another workspace with --workspace.',
  });
}

/** For a sentence only: a missing or half-written file costs the name, nothing else. */
function readHolder(paths: WorkspacePaths): LockHolder | null {
  try {
    const value = JSON.parse(readFileSync(paths.lockHolder, 'utf8')) as Partial<LockHolder> | null;
    if (value === null || typeof value.name !== 'string' || typeof value.pid !== 'number') return null;
    if (typeof value.host !== 'string' || typeof value.sinceMs !== 'number' || !Number.isFinite(value.sinceMs)) return null;
    return { name: value.name, pid: value.pid, host: value.host, sinceMs: value.sinceMs };
  } catch {
    return null;
  }
}

function isBusy(thrown: unknown): boolean {
  const code = thrown instanceof Error ? (thrown as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'));
}
