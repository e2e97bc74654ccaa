import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { nodeDisk } from './disk.ts';
import { plainBytes } from './plain-bytes.ts';

/** Files below a folder of their own; the `ScratchFiles` of a job. Not made to survive anything. */
export interface ScratchFolder {
  /** Replaces. Throws the system's error on a full disk. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  read(name: string): Promise<Uint8Array>;
  /** Removes the folder; absent is fine. */
  clear(): Promise<void>;
}

export function createScratchFiles(folder: string): ScratchFolder {
  return {
    async write(name, bytes) {
      const path = pathOf(folder, name);
      await nodeDisk.makeFolder(dirname(path));
      await writeFile(path, bytes);
    },
    read: async name => plainBytes(await readFile(pathOf(folder, name))),
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

function pathOf(folder: string, name: string): string {
  if (/^[a-z0-9][a-z0-9.-]*$/.test(name)) return join(folder, name);
  throw invalidInput(`A scratch file has a plain name of small letters, digits, dots and hyphens, got '${name}'`);
}
