import Database from 'better-sqlite3';

/**
 * Takes a file for this process alone, by an exclusive SQLite transaction on it; null while another has it. The operating system
 * lets go of it however the process ends, and SQLite keeps two openers of the same process apart as well.
 */
export function takeExclusive(path: string): { release(): void } | null {
  const db = new Database(path, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    db.close();
    if (isBusy(thrown)) return null;
    throw thrown;
  }
  return { release: () => void db.close() };
}

function isBusy(thrown: unknown): boolean {
  const code = thrown instanceof Error ? (thrown as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'));
}
