import { randomUUID } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { nodeDisk, withTemporary, type Disk } from './disk.ts';
import { plainBytes } from './plain-bytes.ts';
import { sha256 } from './sha256.ts';

/** Files for the outside; the `ExportFiles` of a job. Names may have folders in them (`model/weights.bin`), always with `/`. */
export interface ExportFolder {
  /** Whole or absent; replaces. `path` is absolute. */
  write(directory: string, name: string, bytes: Uint8Array): Promise<{ readonly path: string; readonly sha256: string }>;
  read(directory: string, name: string): Promise<Uint8Array>;
  remove(directory: string, name: string): Promise<void>;
}

/** Directories are absolute, or relative to `base`. A name never leads out of its directory, not by links either. */
export function createExportFiles(base: string, disk: Disk = nodeDisk): ExportFolder {
  return {
    async write(directory, name, bytes) {
      const path = pathOf(base, directory, name);
      const folder = dirname(path);
      await disk.makeFolder(resolve(base, directory));
      await assertInside(resolve(base, directory), await nearestFolder(folder));
      await disk.makeFolder(folder);
      const temporary = join(folder, `.${randomUUID()}.tmp`);
      await withTemporary(disk, temporary, async () => {
        await disk.writeNew(temporary, [bytes]);
        await disk.rename(temporary, path);
        await disk.syncFolder(folder);
      });
      return { path, sha256: sha256(bytes) };
    },
    async read(directory, name) {
      const path = pathOf(base, directory, name);
      try {
        await assertInside(resolve(base, directory), dirname(path));
        return plainBytes(await readFile(path));
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
        throw new AppFailure({ code: 'not-found', message: 'There is no such exported file', path });
      }
    },
    async remove(directory, name) {
      const path = pathOf(base, directory, name);
      const folder = await realpath(dirname(path)).catch(() => null);
      if (folder === null) return;
      await assertInside(resolve(base, directory), folder);
      await disk.remove(path);
    },
  };
}

function pathOf(base: string, directory: string, name: string): string {
  const parts = name.split('/');
  // A backslash or a colon would be a separator or a stream on Windows.
  const isPlain = parts.every(part => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part));
  if (!isPlain) throw invalidInput(`The name of an exported file must be a plain one below its folder, got '${name}'`, { path: directory });
  return join(resolve(base, directory), ...parts);
}

/** The first of a folder and its parents that exists: where making it would begin. */
async function nearestFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => nearestFolder(dirname(folder)));
}

async function assertInside(directory: string, folder: string): Promise<void> {
  const [outer, inner] = await Promise.all([realpath(directory), realpath(folder)]);
  if (inner !== outer && !inner.startsWith(outer.endsWith(sep) ? outer : outer + sep)) {
    throw invalidInput('A link leads out of the folder of the export', { path: folder });
  }
}
