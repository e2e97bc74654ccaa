import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { decodeTensorFile, tensorFileParts, type TensorFile } from '../../src-shared/lib/tensor-file.ts';
import { nodeDisk, withTemporary, type Disk } from './disk.ts';
import { createSha256, sha256 } from './sha256.ts';

/** A whole folder on the disk. `folder` is relative to the folder of all checkpoints. */
export interface WrittenCheckpoint {
  readonly key: string;
  readonly seq: number;
  readonly folder: string;
  readonly bytes: number;
}

const SNAPSHOT = 'snapshot.safetensors';
const SEAL = 'sha256';

/**
 * Writes `KEY/SEQ-RANDOM/` under `root`: whole or absent. The random part keeps apart two processes that, for a moment,
 * work on the same key: one whose main was killed, and its successor.
 */
export async function writeCheckpoint(
  root: string,
  { key, seq, snapshot }: { readonly key: string; readonly seq: number; readonly snapshot: TensorFile },
  disk: Disk = nodeDisk,
): Promise<WrittenCheckpoint> {
  const pieces = tensorFileParts(snapshot);
  const hash = createSha256();
  for (const piece of pieces) hash.update(piece);
  const seal = new TextEncoder().encode(hash.digest());
  const folder = join(key, `${seq}-${randomUUID().slice(0, 8)}`);
  const target = join(root, folder);
  const temporary = `${target}.tmp`;
  await withTemporary(disk, temporary, async () => {
    await disk.makeFolder(temporary);
    await disk.writeNew(join(temporary, SNAPSHOT), pieces);
    await disk.writeNew(join(temporary, SEAL), [seal]);
    await disk.syncFolder(temporary);
    await disk.rename(temporary, target);
  });
  await withTemporary(disk, target, async () => {
    await disk.syncFolder(dirname(target));
    await disk.syncFolder(root);
  });
  return { key, seq, folder, bytes: pieces.reduce((sum, { length }) => sum + length, 0) };
}

/** The first of `folders` (newest first, relative to `root`) that is whole; `onDamaged` hears why one before it is not. */
export async function readNewestCheckpoint(
  root: string,
  folders: readonly string[],
  onDamaged: (folder: string, reason: string) => void,
): Promise<TensorFile | null> {
  for (const folder of folders) {
    try {
      return await readCheckpoint(join(root, folder));
    } catch (thrown) {
      onDamaged(folder, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
  return null;
}

/** Throws when a file is missing or the bytes are not those that were written. */
export async function readCheckpoint(folder: string): Promise<TensorFile> {
  const [bytes, seal] = await Promise.all([readFile(join(folder, SNAPSHOT)), readFile(join(folder, SEAL), 'utf8')]);
  const actual = sha256(bytes);
  if (actual !== seal) throw new Error(`The snapshot must have the sha-256 ${seal.slice(0, 64)}, but its bytes have ${actual}`);
  return decodeTensorFile(bytes);
}

/** Removes everything under the key but `keep`: what a killed process left, and what no row names any more. */
export async function tidyCheckpoints(root: string, key: string, keep: readonly string[], disk: Disk = nodeDisk): Promise<void> {
  const kept = new Set(keep.map(folder => basename(folder)));
  const names = await readdir(join(root, key)).catch(() => []);
  await Promise.all(names.filter(name => !kept.has(name)).map(name => disk.remove(join(root, key, name))));
}

/** Removes folders (relative to `root`), and the key's folder once it is empty. */
export async function removeCheckpoints(root: string, folders: readonly string[], disk: Disk = nodeDisk): Promise<void> {
  await Promise.all(folders.map(folder => disk.remove(join(root, folder))));
  for (const keyFolder of new Set(folders.map(folder => join(root, dirname(folder))))) {
    const left = await readdir(keyFolder).catch(() => null);
    if (left?.length === 0) await disk.remove(keyFolder);
  }
}
