import { open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { formatBytes } from '../../src-shared/lib/units.ts';
import { nodeDisk } from './disk.ts';
import { numberedName, safeName } from './safe-name.ts';

export interface UploadOptions {
  /** The workspace. */
  readonly folder: string;
  readonly newId: () => string;
  /** At most a few times a second while bytes come. */
  readonly onProgress?: (batch: string, bytes: number) => void;
  readonly monotonicMs: () => number;
  /** Of the disk under a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

interface Announced {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

interface Batch {
  readonly id: string;
  /** As it will be seen. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly folder: string;
  readonly paths: string[];
  received: number;
  toldMs: number;
}

export const UPLOADS = 'uploads';
/** Hidden, so that no reader of sources sees what is not whole. */
const INCOMING = '.incoming';
const MOST_BATCHES = 16;
const MOST_DEPTH = 16;
/** Left for the store and its log when a disk is nearly full. */
const SPARE_BYTES = 64 * 1024 * 1024;
const TELL_EVERY_MS = 200;

/** The uploads of a workspace on the disk; fits the `Uploads` port. */
export function createUploadFiles(options: UploadOptions) {
  const batches = new Map<string, Batch>();
  const home = join(options.folder, UPLOADS);
  const find = (id: string): Batch => {
    const batch = batches.get(id);
    if (batch !== undefined) return batch;
    throw new AppFailure({ code: 'not-found', message: `There is no upload '${id}' under way`, hint: 'Drop the files again.' });
  };
  const end = async (batch: Batch): Promise<void> => {
    batches.delete(batch.id);
    await rm(batch.folder, { recursive: true, force: true });
  };
  return {
    async begin({ name, files, bytes }: Announced) {
      if (batches.size >= MOST_BATCHES) throw invalidInput(`At most ${MOST_BATCHES} uploads at once are taken; wait for one to end`);
      await nodeDisk.makeFolder(join(home, INCOMING));
      await assertRoom(options, home, bytes);
      const id = options.newId();
      const batch = { id, name: safeName(name), files, bytes, folder: join(home, INCOMING, id), paths: [], received: 0, toldMs: -Infinity };
      await nodeDisk.makeFolder(batch.folder);
      batches.set(id, batch);
      return id;
    },
    async write(id: string, path: string, chunks: AsyncIterable<Uint8Array>) {
      const batch = find(id);
      if (batch.paths.length >= batch.files) throw invalidInput(`The upload was begun for ${batch.files} files, and one more came`);
      const place = pathInside(path);
      batch.paths.push(place);
      return writeFile(batch, place, chunks, options);
    },
    async finish(id: string) {
      const batch = find(id);
      const [only] = batch.paths;
      if (only === undefined) throw invalidInput('An upload holds at least one file, but none has come');
      const isOne = batch.files === 1 && !only.includes('/');
      const name = await moveTo(home, isOne ? join(batch.folder, only) : batch.folder, isOne ? only : batch.name);
      const { received } = batch;
      await end(batch);
      return { source: `${UPLOADS}/${name}`, name, bytes: received };
    },
    async abandon(id: string) {
      const batch = batches.get(id);
      if (batch !== undefined) await end(batch);
      return batch !== undefined;
    },
    /** What an earlier process left half done. */
    tidy: () => removeAllBut(join(home, INCOMING), batches),
  };
}

async function removeAllBut(folder: string, kept: ReadonlyMap<string, unknown>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (!kept.has(name)) await rm(join(folder, name), { recursive: true, force: true });
}

async function assertRoom({ freeBytes = freeBytesOf }: UploadOptions, folder: string, bytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (bytes + SPARE_BYTES <= free) return;
  throw new AppFailure({
    code: 'disk-full',
    message: `The files need ${formatBytes(bytes, 'en')}, and ${formatBytes(SPARE_BYTES, 'en')} are to stay free, but ${formatBytes(free, 'en')} are free where the project lies`,
    path: folder,
    hint: 'Free some space, or move the project to a larger disk, then drop the files again.',
  });
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Names made safe, folder by folder. A path that leads out is no accident, and is refused. */
function pathInside(path: string): string {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..')) throw invalidInput(`A path inside the upload is required, got '${path}'`);
  if (parts.length > MOST_DEPTH) throw invalidInput(`An upload may nest folders ${MOST_DEPTH} deep, got ${parts.length}`);
  return parts.map(safeName).join('/');
}

interface Metered {
  readonly batch: Batch;
  /** Of one file. */
  received: number;
}

/** Counts what comes, tells it, and stops what is more than was said. */
async function* metered(file: Metered, chunks: AsyncIterable<Uint8Array>, { onProgress, monotonicMs }: UploadOptions) {
  const { batch } = file;
  for await (const chunk of chunks) {
    file.received += chunk.byteLength;
    batch.received += chunk.byteLength;
    if (batch.received > batch.bytes) {
      throw invalidInput(`The upload was begun for ${batch.bytes} bytes, but more came`, {
        hint: 'The file may have changed meanwhile: drop it again.',
      });
    }
    if (monotonicMs() - batch.toldMs >= TELL_EVERY_MS) {
      batch.toldMs = monotonicMs();
      onProgress?.(batch.id, batch.received);
    }
    yield chunk;
  }
}

async function writeFile(batch: Batch, place: string, chunks: AsyncIterable<Uint8Array>, options: UploadOptions): Promise<number> {
  const path = join(batch.folder, ...place.split('/'));
  const meter: Metered = { batch, received: 0 };
  await nodeDisk.makeFolder(join(path, '..'));
  const file = await open(path, 'wx').catch((thrown: NodeJS.ErrnoException) => {
    batch.paths.splice(batch.paths.indexOf(place), 1);
    throw thrown.code === 'EEXIST' ? invalidInput(`Two files of the upload are called '${place}'`) : thrown;
  });
  try {
    for await (const chunk of metered(meter, chunks, options)) await file.writeFile(chunk);
    await file.sync();
    return meter.received;
  } catch (thrown) {
    await file.close();
    await rm(path, { force: true });
    batch.paths.splice(batch.paths.indexOf(place), 1);
    // Others of the batch may have come meanwhile.
    batch.received -= meter.received;
    throw thrown;
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** Under its own name, or a numbered one where that is taken; the same content twice stays twice. Returns the name. */
async function moveTo(home: string, from: string, name: string): Promise<string> {
  const taken = new Set((await readdir(home)).map(other => other.toLowerCase()));
  let number = 1;
  while (taken.has(numberedName(name, number).toLowerCase())) number++;
  const free = numberedName(name, number);
  await rename(from, join(home, free));
  await nodeDisk.syncFolder(home);
  return free;
}
