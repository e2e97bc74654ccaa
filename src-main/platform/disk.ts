import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The few operations from which durable files are made. A port, so that a test can let each of them fail. */
export interface Disk {
  makeFolder(path: string): Promise<void>;
  /** A new file of these pieces, on the disk when it resolves. Throws when there is one. */
  writeNew(path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes renames in this folder survive a power cut. */
  syncFolder(path: string): Promise<void>;
  /** File or folder with all in it; absent is fine. */
  remove(path: string): Promise<void>;
}

export const nodeDisk: Disk = {
  makeFolder,
  async writeNew(path, pieces) {
    const file = await open(path, 'wx');
    try {
      for await (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  async syncFolder(path) {
    // Windows has no handle on a folder to flush; NTFS journals the rename itself.
    if (process.platform === 'win32') return;
    const folder = await open(path, constants.O_RDONLY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  remove: path => rm(path, { recursive: true, force: true }),
};

/**
 * Also those above it. Node's own recursion says ENOENT for a file system that is read-only, and does not come to an end where
 * the system refuses with ENOENT itself, as in /proc.
 */
async function makeFolder(path: string): Promise<void> {
  const refusal = await refusalOf(path);
  if (refusal === null) return;
  const above = dirname(path);
  if (refusal.code !== 'ENOENT' || above === path) throw refusal;
  // Where it is there now, another process made it since.
  if (!(await isFolder(above))) await makeFolder(above);
  const again = await refusalOf(path);
  if (again !== null) throw again;
}

/** Why a folder can't be made; null where it is there, made now or before. */
async function refusalOf(path: string): Promise<NodeJS.ErrnoException | null> {
  try {
    await mkdir(path);
    return null;
  } catch (thrown) {
    return (await isFolder(path)) ? null : (thrown as NodeJS.ErrnoException);
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}

/** Runs `work`, which makes `temporary` and moves it away; what a failure leaves is removed. */
export async function withTemporary<T>(disk: Disk, temporary: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // The failure that counts is the first one; doctor finds what could not be removed.
    await disk.remove(temporary).catch(() => undefined);
    throw thrown;
  }
}
