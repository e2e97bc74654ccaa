import { join } from 'node:path';
import { ownersOf, referencedArtifacts } from '../artifact-store.ts';
import type { ReadableDb } from '../database.ts';
import type { WorkspacePaths } from '../workspace-paths.ts';
import { garbage, type DoctorPorts, type Finding } from './finding.ts';
import { walkFiles, type FoundFile } from './walk-files.ts';

/** An interrupted job may have written files that no row names yet. */
const YOUNG_MS = 24 * 60 * 60 * 1000;

const TEMPORARY = 'tmp';
export const SET_ASIDE = 'damaged';

/** Every artifact, hash by hash, against what the store refers to. */
export async function diagnoseArtifacts(db: ReadableDb, paths: WorkspacePaths, ports: DoctorPorts): Promise<readonly Finding[]> {
  const needed = new Map(referencedArtifacts(db).map(({ hash, bytes }) => [hash, bytes]));
  const files = (await walkFiles(paths.artifacts)).filter(({ parts }) => parts[0] !== SET_ASIDE);
  const findings: Finding[] = [];
  let done = 0;
  for (const file of files) {
    const finding = await diagnoseFile(file, { db, paths, ports, needed });
    if (finding !== null) findings.push(finding);
    ports.onProgress?.(++done, files.length);
  }
  const present = new Set(files.filter(isShelved).map(nameOf));
  const missing = [...needed.keys()].filter(hash => !present.has(hash)).map(hash => missingArtifact(db, paths, hash));
  return [...findings, ...missing];
}

interface Surroundings {
  readonly db: ReadableDb;
  readonly paths: WorkspacePaths;
  readonly ports: DoctorPorts;
  readonly needed: ReadonlyMap<string, number>;
}

async function diagnoseFile(file: FoundFile, { db, paths, ports, needed }: Surroundings): Promise<Finding | null> {
  if (file.parts[0] === TEMPORARY)
    return garbage('temporary-file', 'Left by a process that was killed while it wrote', file.path, file.bytes);
  if (!isShelved(file)) return stray(file);
  const hash = nameOf(file);
  if ((await ports.hashFile(file.path)) !== hash) return damaged(db, paths, file);
  const isOld = ports.nowMs() - file.modifiedMs > YOUNG_MS;
  if (!needed.has(hash) && isOld)
    return garbage('artifact-unreferenced', 'No model, data set or job refers to this file', file.path, file.bytes);
  return null;
}

function damaged(db: ReadableDb, paths: WorkspacePaths, file: FoundFile): Finding {
  const hash = nameOf(file);
  return {
    kind: 'artifact-damaged',
    severity: 'error',
    message: `The bytes of artifact ${hash} are not those that were written; ${ownersText(db, hash)}`,
    path: file.path,
    bytes: 0,
    repair: {
      title: 'Set the file aside and forget what was made of it; its step runs again when it is needed',
      actions: [
        { kind: 'set-aside', path: file.path, to: join(paths.artifacts, SET_ASIDE, hash) },
        { kind: 'forget-artifact', hash },
      ],
    },
  };
}

function missingArtifact(db: ReadableDb, paths: WorkspacePaths, hash: string): Finding {
  return {
    kind: 'artifact-missing',
    severity: 'error',
    message: `Artifact ${hash} is gone; ${ownersText(db, hash)}`,
    path: join(paths.artifacts, hash.slice(0, 2), hash),
    bytes: 0,
    repair: { title: 'Forget what was made of it; its step runs again when it is needed', actions: [{ kind: 'forget-artifact', hash }] },
  };
}

/** Not ours, so not ours to remove. */
function stray(file: FoundFile): Finding {
  return { kind: 'stray-file', severity: 'warning', message: 'This file is no artifact', path: file.path, bytes: file.bytes, repair: null };
}

function ownersText(db: ReadableDb, hash: string): string {
  const owners = ownersOf(db, hash).map(({ kind, id }) => `${kind} ${id}`);
  return owners.length === 0 ? 'nothing refers to it' : `it belongs to ${owners.join(', ')}`;
}

function isShelved({ parts }: FoundFile): boolean {
  const [shelf, name] = parts;
  return parts.length === 2 && name !== undefined && /^[0-9a-f]{64}$/.test(name) && name.startsWith(shelf ?? ' ');
}

function nameOf({ parts }: FoundFile): string {
  return parts.at(-1) ?? '';
}
