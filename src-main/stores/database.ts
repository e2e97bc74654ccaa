import Database from 'better-sqlite3';
import { AppFailure } from '../../src-shared/lib/app-error.ts';

declare const readable: unique symbol;
declare const writable: unique symbol;
/** A function that takes a ReadableDb promises not to write; the two differ only for the compiler. */
export type ReadableDb = Database.Database & { readonly [readable]: true };
export type WritableDb = ReadableDb & { readonly [writable]: true };

/** Hears about statements that took long enough to be felt. */
export type SlowStatementLog = (sql: string, elapsedMs: number) => void;

export interface DatabaseOptions {
  readonly onSlow?: SlowStatementLog;
  /** May refuse the file by throwing, before a byte of it is written. */
  readonly inspect?: (db: ReadableDb) => void;
}

const SLOW_MS = 20;
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens or creates a store for writing. WAL with `synchronous = FULL`: a committed checkpoint row survives a power cut,
 * and there are few commits (metrics travel in batches). Throws `store-damaged` for a file that is no SQLite database;
 * the file is left as it is.
 */
export function openDatabase(path: string, options: DatabaseOptions = {}): WritableDb {
  return guardDamage(path, () => {
    const db = open(path, false, options);
    try {
      options.inspect?.(db as ReadableDb);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
    } catch (thrown) {
      db.close();
      throw thrown;
    }
    return db as WritableDb;
  });
}

/** Opens an existing store for reading, beside a writer if there is one. */
export function openReadableDatabase(path: string, options: DatabaseOptions = {}): ReadableDb {
  return guardDamage(path, () => open(path, true, options) as ReadableDb);
}

/** Runs `work` in one transaction that takes the write lock at once; a throw rolls everything back. */
export function inTransaction<T>(db: WritableDb, work: () => T): T {
  return db.transaction(work).immediate();
}

/** Turns SQLite's words for a broken file into `store-damaged`; other errors pass. */
export function guardDamage<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    throw new AppFailure(
      {
        code: 'store-damaged',
        message: `The store must be a readable SQLite database, but SQLite says: ${thrown.message}`,
        path,
        hint: 'The file was left as it is. Put back a copy (the folder "backups" beside it may hold one), or move it away to begin anew.',
      },
      { cause: thrown },
    );
  }
}

function isDamage(thrown: unknown): thrown is Error {
  const code = thrown instanceof Error ? (thrown as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' && (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'));
}

function open(path: string, readonly: boolean, options: DatabaseOptions): Database.Database {
  const db = new Database(path, { readonly, fileMustExist: readonly, timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma('foreign_keys = ON');
    // The first statement that reads the file: a damaged one is found here and not in the middle of a run.
    db.pragma('schema_version');
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  if (options.onSlow !== undefined) watchStatements(db, options.onSlow);
  return db;
}

/** better-sqlite3's own hook runs before a statement and can't time it; so every prepared statement is wrapped here. */
function watchStatements(db: Database.Database, onSlow: SlowStatementLog): void {
  const prepare = db.prepare.bind(db);
  const watched = (sql: string): Database.Statement => {
    const statement = prepare(sql);
    for (const name of ['run', 'get', 'all'] as const) {
      const call = statement[name].bind(statement) as (...values: unknown[]) => unknown;
      Object.defineProperty(statement, name, { value: (...values: unknown[]) => timed(sql, onSlow, () => call(...values)) });
    }
    return statement;
  };
  Object.defineProperty(db, 'prepare', { value: watched });
}

function timed<T>(sql: string, onSlow: SlowStatementLog, work: () => T): T {
  const start = performance.now();
  try {
    return work();
  } finally {
    const elapsedMs = performance.now() - start;
    if (elapsedMs > SLOW_MS) onSlow(sql, elapsedMs);
  }
}
