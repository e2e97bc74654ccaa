import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppFailure, invalidInput, toAppError } from '../../src-shared/lib/app-error.ts';
import { guardDamage, openDatabase, openReadableDatabase, type DatabaseOptions, type ReadableDb, type WritableDb } from './database.ts';
import { markOrphansInterrupted } from './job-store.ts';
import { assertKnown, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { lockWorkspace, type LockHolder, type WorkspaceLock } from './workspace-lock.ts';
import { workspacePaths, type WorkspacePaths } from './workspace-paths.ts';

export interface Workspace {
  readonly paths: WorkspacePaths;
  readonly db: WritableDb;
  /** What was running when the last holder went away, and is `interrupted` now. */
  readonly orphans: { readonly runs: number; readonly jobs: number };
  close(): void;
}

export interface ReadableWorkspace {
  readonly paths: WorkspacePaths;
  readonly db: ReadableDb;
  close(): void;
}

/**
 * Opens a workspace, made if there is none: folders, lock, store at the newest version, orphans marked.
 * Throws `workspace-locked`, `read-only`, `disk-full`, `store-from-future` or `store-damaged`; nothing stays locked then.
 */
export function openWorkspace(folder: string, holder: LockHolder, options: DatabaseOptions = {}): Workspace {
  const paths = workspacePaths(resolve(folder));
  const lock = onDisk(paths, () => {
    makeFolders(paths);
    return lockWorkspace(paths, holder);
  });
  try {
    return onDisk(paths, () => openStore(paths, lock, holder, options));
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

/** For looking only, beside whoever holds it: no lock, no migration. Throws `not-found` when there is no workspace. */
export function openReadableWorkspace(folder: string, options: DatabaseOptions = {}): ReadableWorkspace {
  const paths = workspacePaths(resolve(folder));
  if (!existsSync(paths.store)) {
    throw new AppFailure({ code: 'not-found', message: 'There is no workspace in this folder yet', path: paths.folder });
  }
  const db = openReadableDatabase(paths.store, options);
  try {
    const version = guardDamage(paths.store, () => assertKnown(db, migrations.length));
    if (version < migrations.length)
      throw invalidInput('The workspace was made by an older Espalier: open it once for writing, to bring it up to date', {
        path: paths.folder,
        hint: "'espalier doctor' opens it for writing; a copy of the store as it was stays beside it.",
      });
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  return { paths, db, close: () => void db.close() };
}

function openStore(paths: WorkspacePaths, lock: WorkspaceLock, holder: LockHolder, options: DatabaseOptions): Workspace {
  const db = openDatabase(paths.store, { ...options, inspect: found => void assertKnown(found, migrations.length) });
  try {
    const stamp = new Date(holder.sinceMs).toISOString().replaceAll(/[:.]/g, '-');
    const orphans = guardDamage(paths.store, () => {
      migrate(db, migrations, version => resolve(paths.backups, `espalier-v${version}-${stamp}.db`));
      return markOrphansInterrupted(db);
    });
    return {
      paths,
      db,
      orphans,
      close() {
        db.close();
        lock.release();
      },
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** Checked first: SQLite opens a file it can't write without a word, and complains much later. */
function makeFolders(paths: WorkspacePaths): void {
  if (existsSync(paths.folder)) {
    if (!statSync(paths.folder).isDirectory()) throw invalidInput('A workspace is a folder, but this is a file', { path: paths.folder });
  }
  // Asked of what exists: making folders on a read-only disk fails with words about something else.
  accessSync(nearestThatExists(paths.folder), constants.W_OK);
  for (const folder of [paths.folder, paths.artifacts, paths.checkpoints, paths.exports, paths.logs])
    mkdirSync(folder, { recursive: true });
}

function nearestThatExists(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestThatExists(dirname(folder));
}

/** System errors get their code and the workspace's folder. */
function onDisk<T>(paths: WorkspacePaths, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const error = toAppError(thrown);
    if (thrown instanceof AppFailure || error.code === 'internal') throw thrown;
    throw new AppFailure({ ...error, path: error.path ?? paths.folder }, { cause: thrown });
  }
}
