import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/** What may come out of an archive. */
export interface ArchiveLimits {
  readonly files: number;
  /** Of all files together. */
  readonly bytes: number;
  /** Unpacked bytes by packed ones, beyond the first 256 MB: text packs ten-, a bomb a thousandfold. */
  readonly ratio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { files: 1_000_000, bytes: 64e9, ratio: 200 };
const ALWAYS_BYTES = 256e6;

/** Writes an archive's files below a folder: never beside it, never over another, never more than the limits. */
export interface ArchiveTarget {
  /** False for what is left out: hidden files, and the twins that macOS adds. Throws `invalid-input` for a name that leads out. */
  wants(name: string): boolean;
  write(name: string, bytes: Uint8Array): Promise<void>;
  stream(name: string, source: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface ArchiveTargetOptions {
  readonly folder: string;
  /** Of the archive, for messages. */
  readonly archive: string;
  readonly packedBytes: number;
  readonly limits: ArchiveLimits;
  turn(): Promise<void>;
}

export function createArchiveTarget({ folder, archive, packedBytes, limits, turn }: ArchiveTargetOptions): ArchiveTarget {
  const mostBytes = Math.min(limits.bytes, Math.max(ALWAYS_BYTES, packedBytes * limits.ratio));
  const made = new Set<string>();
  let [files, bytes] = [0, 0];
  const count = (more: number): void => {
    bytes += more;
    if (bytes > mostBytes) throw refused(archive, `At most ${mostBytes} bytes may come out of it, but more do`);
  };
  const place = async (name: string): Promise<string> => {
    await turn();
    if (++files > limits.files) throw refused(archive, `An archive may hold ${limits.files} files, but there are more`);
    const path = join(folder, ...partsOf(name, archive));
    if (!made.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
    made.add(dirname(path));
    return path;
  };
  return {
    wants: name => partsOf(name, archive).every(part => !part.startsWith('.') && part !== '__MACOSX'),
    async write(name, data) {
      count(data.length);
      await writeFile(await place(name), data, { flag: 'wx' }).catch((thrown: unknown) => {
        throw twice(thrown, name, archive);
      });
    },
    async stream(name, source) {
      const path = await place(name);
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of source) {
          count(chunk.length);
          yield chunk;
        }
      };
      await pipeline(counted, createWriteStream(path, { flags: 'wx' })).catch((thrown: unknown) => {
        throw twice(thrown, name, archive);
      });
    },
  };
}

const MOST_DEPTH = 16;

/** Folders of the name, and its last part. */
function partsOf(name: string, archive: string): readonly string[] {
  const parts = name
    .replaceAll('\\', '/')
    .split('/')
    .filter(part => part !== '' && part !== '.');
  const leadsOut = /^[\\/]|^[a-zA-Z]:/.test(name) || parts.includes('..') || name.includes('\0');
  if (leadsOut || parts.length === 0)
    throw refused(archive, `The names in an archive must stay inside of it, but one is '${name.replaceAll('\0', '')}'`);
  if (parts.length > MOST_DEPTH || parts.some(part => Buffer.byteLength(part) > 255))
    throw refused(archive, `Names in an archive may have ${MOST_DEPTH} parts of 255 bytes, but one is '${name.slice(0, 300)}'`);
  return parts;
}

function twice(thrown: unknown, name: string, archive: string): unknown {
  const isTwice = thrown instanceof Error && (thrown as NodeJS.ErrnoException).code === 'EEXIST';
  return isTwice ? refused(archive, `Every file of an archive must have a name of its own, but '${name}' comes twice`) : thrown;
}

export function refused(path: string, message: string): AppFailure {
  return invalidInput(message, { path });
}
