import { createReadStream, lstatSync, type Dirent } from 'node:fs';
import { lstat, open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { plainBytes } from './plain-bytes.ts';
import { createQuickDisk, type QuickDisk } from './quick-disk.ts';
import { createPlainFiles } from './real-folders.ts';

/** What the user points at, read only; the `SourceFiles` of a job. */
export interface SourceFolder {
  /** Files of a source, sorted by name; `/` between folders. Hidden files, and links that lead out of the source, are left out. */
  list(source: string): Promise<readonly { readonly name: string; readonly bytes: number }[]>;
  read(source: string, name: string, maxBytes: number): Promise<Uint8Array>;
  stream(source: string, name: string): AsyncIterable<Uint8Array>;
  /** Where a file lies, without links. */
  pathOf(source: string, name: string): Promise<string>;
}

interface SourceFile {
  readonly name: string;
  readonly bytes: number;
  /** Without links. */
  readonly path: string;
}

const MAX_FILES = 1_000_000;
const MAX_DEPTH = 16;
const LOOKS_AT_ONCE = 64;

/** `builtin` gives the folder of each `builtin:NAME`. Throws `not-found` and `invalid-input`, with the source as the place. */
export function createSourceFiles(builtin: Readonly<Record<string, string>>): SourceFolder {
  const rootOf = (source: string): string => resolveSource(source, builtin);
  const quickly = createQuickDisk();
  const plainFiles = createPlainFiles(quickly);
  return {
    async list(source) {
      const root = await realRoot(rootOf(source), source);
      const files = await walk(root, source, quickly);
      return files.map(({ name, bytes }) => ({ name, bytes })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async read(source, name, maxBytes) {
      const root = rootOf(source);
      if (isPlainName(name)) {
        const small = await plainFiles.readSmall(root, name, maxBytes);
        if (small !== null) return small;
        const plain = await plainFiles.open(root, name);
        if (plain !== null) return readBounded(plain, { name, path: join(root, name) }, maxBytes);
      }
      const file = await findFile(root, source, name);
      return readBounded(await openFile(file.path), file, maxBytes);
    },
    async *stream(source, name) {
      const file = await findFile(rootOf(source), source, name);
      for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 18 })) yield plainBytes(chunk as Uint8Array);
    },
    pathOf: async (source, name) => (await findFile(rootOf(source), source, name)).path,
  };
}

function resolveSource(source: string, builtin: Readonly<Record<string, string>>): string {
  if (source.startsWith('builtin:')) {
    const name = source.slice('builtin:'.length);
    const folder = Object.hasOwn(builtin, name) ? builtin[name] : undefined;
    if (folder !== undefined) return folder;
    const known = Object.keys(builtin).map(other => `builtin:${other}`);
    throw new AppFailure({
      code: 'not-found',
      message: `There is no built-in data set '${name}'`,
      path: source,
      hint: `There is: ${known.join(', ')}.`,
    });
  }
  if (!isAbsolute(source)) throw invalidInput('A source is builtin:NAME or an absolute path', { path: source });
  if (source.includes('\0')) throw invalidInput('A path has no zero character', { path: source.replaceAll('\0', '') });
  return source;
}

/** The user may point at a link; inside the source, links must stay inside. */
async function realRoot(path: string, source: string): Promise<string> {
  return realpath(path).catch((thrown: unknown) => {
    throw unreadable(thrown, source);
  });
}

async function findFile(path: string, source: string, name: string): Promise<SourceFile> {
  const root = await realRoot(path, source);
  const inside = (await isFolder(root, source)) ? root : dirname(root);
  const wanted = inside === root ? join(root, ...name.split('/')) : root;
  if (!isPlainName(name) || (inside !== root && name !== basename(path) && name !== basename(root))) {
    throw new AppFailure({ code: 'not-found', message: `The source has no file '${name}'`, path: source });
  }
  const file = await look(wanted, name, root);
  if (file === null) throw new AppFailure({ code: 'not-found', message: `The source has no file '${name}'`, path: source });
  return file;
}

function isPlainName(name: string): boolean {
  return name !== '' && !isAbsolute(name) && name.split(/[/\\]/).every(part => part !== '..' && !part.includes('\0'));
}

async function walk(root: string, source: string, quickly: QuickDisk): Promise<readonly SourceFile[]> {
  if (!(await isFolder(root, source))) {
    const file = await look(root, basename(root), root);
    if (file === null) throw invalidInput('A source is a file or a folder', { path: source });
    return [file];
  }
  const files: SourceFile[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    if (depth > MAX_DEPTH) throw invalidInput(`A source may nest folders ${MAX_DEPTH} deep`, { path: folder });
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
    const others = entries.filter(entry => !entry.isDirectory());
    for (let at = 0; at < others.length; at += LOOKS_AT_ONCE) {
      const looks = others.slice(at, at + LOOKS_AT_ONCE).map(entry => lookAt(entry, folder, { root, quickly }));
      files.push(...(await Promise.all(looks)).flatMap(nonNull));
      if (files.length > MAX_FILES) throw invalidInput(`A source may have ${MAX_FILES} files`, { path: source });
    }
    for (const entry of entries) if (entry.isDirectory()) await visit(join(folder, entry.name), depth + 1);
  };
  await visit(root, 1);
  return files;
}

interface Looking {
  readonly root: string;
  readonly quickly: QuickDisk;
}

/** `folder` is a real one inside the source, so that only links need to be followed. */
async function lookAt(entry: Dirent, folder: string, { root, quickly }: Looking): Promise<SourceFile | null> {
  const path = join(folder, entry.name);
  const name = relative(root, path).split(sep).join('/');
  if (!entry.isFile()) return look(path, name, root);
  const found = quickly(() => lstatSync(path)) ?? (await lstat(path).catch(() => null));
  return found?.isFile() === true ? { name, bytes: found.size, path } : null;
}

/** Null for what is no regular file inside the source: devices, pipes, links that lead nowhere or out. */
async function look(path: string, name: string, root: string): Promise<SourceFile | null> {
  const real = await realpath(path).catch(() => null);
  if (real === null || (real !== root && !real.startsWith(root + sep))) return null;
  const found = await stat(real).catch(() => null);
  return found?.isFile() === true ? { name, bytes: found.size, path: real } : null;
}

async function isFolder(path: string, source: string): Promise<boolean> {
  const found = await stat(path).catch((thrown: unknown) => {
    throw unreadable(thrown, source);
  });
  return found.isDirectory();
}

function openFile(path: string): Promise<FileHandle> {
  return open(path).catch((thrown: unknown) => {
    throw unreadable(thrown, path);
  });
}

/** The size is asked of the open file, and no more than that is read: it may grow meanwhile. Closes it. */
async function readBounded(file: FileHandle, { path, name }: Omit<SourceFile, 'bytes'>, maxBytes: number): Promise<Uint8Array> {
  try {
    const { size } = await file.stat();
    if (size > maxBytes) throw invalidInput(`'${name}' may have ${maxBytes} bytes here, but has ${size}`, { path });
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
      if (bytesRead === 0) throw invalidInput(`'${name}' shrank from ${size} to ${filled} bytes while it was read`, { path });
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** Not being allowed to read is no `read-only` workspace. */
function unreadable(thrown: unknown, path: string): unknown {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppFailure({ code: 'not-found', message: 'There is no such file or folder', path });
  if (code === 'EACCES' || code === 'EPERM') return invalidInput('The file or folder may not be read by this user', { path });
  if (code === 'ELOOP') return invalidInput('The link leads back to itself', { path });
  return thrown;
}

function nonNull<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}
