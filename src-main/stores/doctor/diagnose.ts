import { statfs } from 'node:fs/promises';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { ReadableDb } from '../database.ts';
import type { WorkspacePaths } from '../workspace-paths.ts';
import { diagnoseArtifacts } from './diagnose-artifacts.ts';
import { diagnoseCheckpoints } from './diagnose-checkpoints.ts';
import { garbage, type DoctorPorts, type Finding } from './finding.ts';
import { walkFiles } from './walk-files.ts';

export interface Patient {
  readonly paths: WorkspacePaths;
  readonly db: ReadableDb;
}

const LOW_BYTES = 1_000_000_000;
const TEMPORARY_EXPORT = /^\.[0-9a-f-]{36}\.tmp$/;

/**
 * Looks at everything in a workspace and changes nothing: the database, every artifact hash by hash, checkpoints, what
 * killed processes left, free space. Throws `invalid-input` while jobs run: what they are writing would look like garbage.
 */
export async function diagnose({ db, paths }: Patient, ports: DoctorPorts): Promise<readonly Finding[]> {
  const store = diagnoseStore(db, paths);
  // What a damaged database says about files is worth nothing, least of all as a reason to remove them.
  if (store.length > 0) return [...store, ...(await diagnoseSpace(paths))];
  if (db.prepare(`SELECT 1 FROM jobs WHERE state = 'running' LIMIT 1`).get() !== undefined) {
    throw invalidInput('A workspace is examined while no job runs, but there is one', { path: paths.folder });
  }
  return [
    ...(await diagnoseArtifacts(db, paths, ports)),
    ...(await diagnoseCheckpoints(db, paths, ports)),
    ...(await diagnoseExports(paths)),
    ...(await diagnoseSpace(paths)),
  ];
}

function diagnoseStore(db: ReadableDb, paths: WorkspacePaths): readonly Finding[] {
  const complaints = complaintsOf(db);
  if (complaints.length === 0) return [];
  return [
    {
      kind: 'store-damaged',
      severity: 'error',
      message: `The database is damaged: ${complaints.join('; ')}. Put back a copy; the folder 'backups' may hold one`,
      path: paths.store,
      bytes: 0,
      repair: null,
    },
  ];
}

function complaintsOf(db: ReadableDb): readonly string[] {
  try {
    const integrity = db.pragma('integrity_check(5)') as readonly { readonly integrity_check: string }[];
    const keys = db.pragma('foreign_key_check') as readonly { readonly table: string; readonly rowid: number | null }[];
    return [
      ...integrity.map(row => row.integrity_check).filter(text => text !== 'ok'),
      ...keys.slice(0, 5).map(({ table, rowid }) => `a row of ${table} (${rowid ?? 'without id'}) refers to one that is not there`),
    ];
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  }
}

async function diagnoseExports(paths: WorkspacePaths): Promise<readonly Finding[]> {
  const files = await walkFiles(paths.exports);
  return files
    .filter(({ parts }) => TEMPORARY_EXPORT.test(parts.at(-1) ?? ''))
    .map(file => garbage('temporary-file', 'Left by a process that was killed while it wrote', file.path, file.bytes));
}

async function diagnoseSpace(paths: WorkspacePaths): Promise<readonly Finding[]> {
  const { bavail, bsize } = await statfs(paths.folder);
  const free = bavail * bsize;
  if (free >= LOW_BYTES) return [];
  const message = `The disk of the workspace has ${Math.floor(free / 1_000_000)} MB left; at least ${LOW_BYTES / 1_000_000} MB are advised`;
  return [{ kind: 'disk-low', severity: 'warning', message, path: paths.folder, bytes: 0, repair: null }];
}
