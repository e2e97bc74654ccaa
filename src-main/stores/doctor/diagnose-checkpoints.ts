import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listCheckpoints, type CheckpointRecord } from '../checkpoint-store.ts';
import type { ReadableDb } from '../database.ts';
import type { WorkspacePaths } from '../workspace-paths.ts';
import { garbage, type DoctorPorts, type Finding } from './finding.ts';
import { walkFiles } from './walk-files.ts';

/** Every row's folder must be whole, and every folder must have a row. */
export async function diagnoseCheckpoints(db: ReadableDb, paths: WorkspacePaths, ports: DoctorPorts): Promise<readonly Finding[]> {
  const rows = listCheckpoints(db);
  const named = new Set(rows.map(row => join(paths.checkpoints, row.folder)));
  const broken: Finding[] = [];
  for (const row of rows) {
    const path = join(paths.checkpoints, row.folder);
    if (!(await isWhole(path, ports))) broken.push(damaged(row, path));
  }
  const orphans = (await foldersBelow(paths.checkpoints)).filter(path => !named.has(path));
  return [...broken, ...(await Promise.all(orphans.map(orphaned)))];
}

async function isWhole(folder: string, ports: DoctorPorts): Promise<boolean> {
  try {
    const seal = await readFile(join(folder, 'sha256'), 'utf8');
    return (await ports.hashFile(join(folder, 'snapshot.safetensors'))) === seal;
  } catch {
    return false;
  }
}

function damaged({ key, seq }: CheckpointRecord, path: string): Finding {
  return {
    kind: 'checkpoint-damaged',
    severity: 'error',
    message:
      'This checkpoint is missing or its bytes are not those that were written; the job goes on from the one before, or from its beginning',
    path,
    bytes: 0,
    repair: {
      title: 'Forget it',
      actions: [
        { kind: 'forget-checkpoint', key, seq },
        { kind: 'remove', path },
      ],
    },
  };
}

async function orphaned(path: string): Promise<Finding> {
  const bytes = (await walkFiles(path)).reduce((sum, file) => sum + file.bytes, 0);
  return garbage('checkpoint-orphaned', 'Left by a process that was killed; no job would go on from it', path, bytes);
}

/** `KEY/NAME` for every name. */
async function foldersBelow(root: string): Promise<readonly string[]> {
  const keys = await readdir(root).catch(() => []);
  const names = await Promise.all(
    keys.map(async key => (await readdir(join(root, key)).catch(() => [])).map(name => join(root, key, name))),
  );
  return names.flat().sort();
}
