import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';

/** The few operations from which durable files are made. A port, so that a test can let each of them fail. */
export interface Disk {
  makeFolder(path: string): Promise<void>;
  /** A new file, on the disk when it resolves. Throws when there is one. */
  writeNew(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes renames in this folder survive a power cut. */
  syncFolder(path: string): Promise<void>;
  /** File or folder with all in it; absent is fine. */
  remove(path: string): Promise<void>;
}

export const nodeDisk: Disk = {
  makeFolder: async path => void (await mkdir(path, { recursive: true })),
  async writeNew(path, bytes) {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
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
