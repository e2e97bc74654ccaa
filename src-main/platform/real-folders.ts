import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A change of links is seen after this. */
const REMEMBERED_MS = 1000;
/** Of the system: a link at the end is not followed, a pipe is not waited for. Absent on Windows. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Readonly<Record<string, number | undefined>>;

/**
 * Opens a regular file of a source by its name, `/` between folders, where no link leads out of the source and the file is none itself;
 * null for all else, which is to be looked up. Where folders really lie is remembered for a second: thousands of small files are read
 * from few of them.
 */
export type OpenPlainFile = (source: string, name: string) => Promise<FileHandle | null>;

export function createPlainFiles(): OpenPlainFile {
  let known = { source: '', until: 0, folders: new Map<string, Promise<string | null>>() };
  return async (source, name) => {
    if (O_NOFOLLOW === undefined || O_NONBLOCK === undefined) return null;
    if (known.source !== source || performance.now() >= known.until)
      known = { source, until: performance.now() + REMEMBERED_MS, folders: new Map() };
    const cut = name.lastIndexOf('/');
    const folder = name.slice(0, Math.max(0, cut));
    const found = known.folders.get(folder) ?? realFolder(source, folder);
    known.folders.set(folder, found);
    const real = await found;
    return real === null ? null : openPlain(join(real, name.slice(cut + 1)), (O_RDONLY ?? 0) | O_NOFOLLOW | O_NONBLOCK);
  };
}

/** Null for one that is not there, or not inside. */
async function realFolder(source: string, folder: string): Promise<string | null> {
  try {
    const root = await realpath(source);
    const real = await realpath(join(root, ...folder.split('/')));
    return real === root || real.startsWith(root + sep) ? real : null;
  } catch {
    return null;
  }
}

async function openPlain(path: string, flags: number): Promise<FileHandle | null> {
  const file = await open(path, flags).catch(() => null);
  if (file === null || (await file.stat()).isFile()) return file;
  await file.close();
  return null;
}
