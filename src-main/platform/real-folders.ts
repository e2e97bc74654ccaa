import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { createQuickDisk, type QuickDisk } from './quick-disk.ts';

/** A change of links is seen after this. */
const REMEMBERED_MS = 1000;
/** Larger files are read by a thread, whose cost is little beside theirs. */
const SMALL_BYTES = 1 << 16;
/** Of the system: a link at the end is not followed, a pipe is not waited for. Absent on Windows. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Readonly<Record<string, number | undefined>>;

/**
 * Regular files of a source by their names, `/` between folders, where no link leads out of the source and the file is none itself;
 * null for all else, which is to be looked up. Where folders really lie is remembered for a second: thousands of small files are read
 * from few of them.
 */
export interface PlainFiles {
  /** A file that is small, and that the disk gives at once. */
  readSmall(source: string, name: string, maxBytes: number): Promise<Uint8Array | null>;
  open(source: string, name: string): Promise<FileHandle | null>;
}

export function createPlainFiles(quickly: QuickDisk = createQuickDisk()): PlainFiles {
  const pathOf = createRealPaths();
  return {
    async readSmall(source, name, maxBytes) {
      const path = await pathOf(source, name);
      return path === null ? null : quickly(() => readSmall(path, Math.min(maxBytes, SMALL_BYTES)));
    },
    async open(source, name) {
      const path = await pathOf(source, name);
      return path === null ? null : openPlain(path);
    },
  };
}

/** Null where the system can't be told to leave links alone, and for what lies outside. */
function createRealPaths(): (source: string, name: string) => Promise<string | null> {
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
    return real === null ? null : join(real, name.slice(cut + 1));
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

function plainFlags(): number {
  return (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);
}

/** Null for what is no regular file, has more bytes, or changes meanwhile. */
function readSmall(path: string, mostBytes: number): Uint8Array | null {
  const file = openSync(path, plainFlags());
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.size > mostBytes) return null;
    const bytes = new Uint8Array(found.size);
    return readSync(file, bytes, 0, bytes.length, 0) === bytes.length ? bytes : null;
  } finally {
    closeSync(file);
  }
}

async function openPlain(path: string): Promise<FileHandle | null> {
  const file = await open(path, plainFlags()).catch(() => null);
  if (file === null || (await file.stat()).isFile()) return file;
  await file.close();
  return null;
}
