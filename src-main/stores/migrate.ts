import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';

export interface Migration {
  /** 1, 2, 3, …: no gaps, so that two branches can't both ship "the next one" unnoticed. */
  readonly version: number;
  readonly name: string;
  /** SQL only: no files, no clock, no store code, which all change later. */
  up(db: WritableDb): void;
}

/** "ESPR": tells a store from any other SQLite file. */
const APPLICATION_ID = 0x45535052;

/**
 * Brings `db` to the newest version, each migration in a transaction of its own: a failing one leaves the one before.
 * A store that holds something is first copied whole to `backupPath(version)`.
 * Throws `store-from-future` for a newer store and `store-damaged` for a database that is no store; both are left untouched.
 */
export function migrate(db: WritableDb, migrations: readonly Migration[], backupPath: (version: number) => string): void {
  assertNoGaps(migrations);
  const current = assertKnown(db, migrations.length);
  if (current > 0 && current < migrations.length) backUp(db, backupPath(current));
  for (const migration of migrations.slice(current)) {
    inTransaction(db, () => {
      migration.up(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${migration.version}`);
    });
  }
}

/** The store's version, if this app can read it. */
export function assertKnown(db: ReadableDb, newest: number): number {
  const version = db.pragma('user_version', { simple: true }) as number;
  const applicationId = db.pragma('application_id', { simple: true }) as number;
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (applicationId !== APPLICATION_ID && !(isEmpty && version === 0)) {
    throw new AppFailure({
      code: 'store-damaged',
      message: 'The store must be a database of Espalier, but this one belongs to another program',
      path: db.name,
      hint: 'The file was left as it is. Choose another folder for the workspace.',
    });
  }
  if (version > newest) {
    throw new AppFailure({
      code: 'store-from-future',
      message: `The store is at version ${version}; this Espalier knows versions up to ${newest}`,
      path: db.name,
      hint: 'Open it with the newer Espalier that wrote it. Nothing was changed.',
    });
  }
  return version;
}

function assertNoGaps(migrations: readonly Migration[]): void {
  migrations.forEach((migration, i) => {
    if (migration.version !== i + 1) throw new Error(`Migration '${migration.name}' has version ${migration.version}, not ${i + 1}`);
  });
}

/** Whole or absent: SQLite writes the copy beside, which gets its name once it is on the disk. */
function backUp(db: WritableDb, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  rmSync(temporary, { force: true });
  db.prepare('VACUUM INTO ?').run(temporary);
  const file = openSync(temporary, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
