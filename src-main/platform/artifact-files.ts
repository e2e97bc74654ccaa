import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { nodeDisk, withTemporary, type Disk } from './disk.ts';
import { readWhole } from './read-whole.ts';
import { createSha256, sha256, sha256OfFile } from './sha256.ts';

/** Content-addressed files; what `ArtifactFiles` of a job is made of, and a question more for main. */
export interface ArtifactFolder {
  /** Verifies the hash. Throws `store-damaged` when the file is missing or not what its name says. */
  read(hash: string): Promise<Uint8Array>;
  /**
   * All at once or in pieces. Whole or absent; the same bytes twice are one file. Throws the system's error on a full disk, or what
   * the pieces throw, with nothing left behind.
   */
  write(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<ArtifactRef>;
  /** A part, without a look at the hash; shorter where the file ends before. Throws `store-damaged` when the file is missing. */
  range(hash: string, offset: number, length: number): Promise<Uint8Array>;
  /** All of it, piece by piece, without a look at the hash. */
  stream(hash: string): AsyncIterable<Uint8Array>;
  /** Whether there is a file of that name; its content is not looked at. */
  has(hash: string): Promise<boolean>;
}

const TEMPORARY = 'tmp';
const REPAIR = '`espalier doctor --repair` sets the file aside; then run the step that made it again.';

/** `folder` holds `ab/abcdef…` for the file whose sha-256 is `abcdef…`. */
export function createArtifactFiles(folder: string, disk: Disk = nodeDisk): ArtifactFolder {
  const pathOf = (hash: string): string => artifactPath(folder, hash);
  return {
    async read(hash) {
      const bytes = await readWhole(pathOf(hash)).catch((thrown: NodeJS.ErrnoException) => {
        if (thrown.code === 'ENOENT') throw damaged(`The artifact ${hash} is missing`, pathOf(hash));
        throw thrown;
      });
      const actual = sha256(bytes);
      if (actual !== hash) throw damaged(`The artifact must have the sha-256 ${hash}, but its bytes have ${actual}`, pathOf(hash));
      return bytes;
    },
    range: (hash, offset, length) => readRange(pathOf(hash), hash, { offset, length }),
    stream: hash => streamFile(pathOf(hash), hash),
    async write(bytes) {
      const written = bytes instanceof Uint8Array ? await writeOnce(disk, folder, bytes) : await writeUnderItsHash(disk, folder, bytes);
      // Also for a file that is there: whoever wrote it may have been killed before its name was safe.
      await disk.syncFolder(dirname(pathOf(written.hash)));
      await disk.syncFolder(folder);
      return written;
    },
    has: async hash => (await sizeOf(pathOf(hash))) !== null,
  };
}

async function readRange(path: string, hash: string, { offset, length }: { offset: number; length: number }): Promise<Uint8Array> {
  const file = await open(path).catch((thrown: NodeJS.ErrnoException) => {
    throw thrown.code === 'ENOENT' ? damaged(`The artifact ${hash} is missing`, path) : thrown;
  });
  try {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

const PIECE = 1 << 20;

async function* streamFile(path: string, hash: string): AsyncIterable<Uint8Array> {
  for (let offset = 0; ; offset += PIECE) {
    const piece = await readRange(path, hash, { offset, length: PIECE });
    if (piece.length > 0) yield piece;
    if (piece.length < PIECE) return;
  }
}

/** Refuses anything but a hash: it becomes a path. */
export function artifactPath(folder: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw invalidInput(`An artifact is named by 64 hexadecimal digits, got '${hash.slice(0, 80)}'`);
  return join(folder, hash.slice(0, 2), hash);
}

async function writeOnce(disk: Disk, folder: string, bytes: Uint8Array): Promise<ArtifactRef> {
  const known = { hash: sha256(bytes), bytes: bytes.length };
  if (await isWhole(artifactPath(folder, known.hash), known.bytes, known.hash)) return known;
  return writeUnderItsHash(disk, folder, [bytes], known);
}

/** The hash may be known only when all has been written. */
async function writeUnderItsHash(
  disk: Disk,
  folder: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  known?: ArtifactRef,
): Promise<ArtifactRef> {
  const temporary = join(folder, TEMPORARY, randomUUID());
  const counted = countedPieces(pieces);
  await disk.makeFolder(join(folder, TEMPORARY));
  return withTemporary(disk, temporary, async () => {
    await disk.writeNew(temporary, known === undefined ? counted.pieces() : pieces);
    const written = known ?? counted.written();
    const target = artifactPath(folder, written.hash);
    await disk.makeFolder(dirname(target));
    await disk.rename(temporary, target);
    return written;
  });
}

/** The same pieces, hashed as they pass. */
function countedPieces(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): {
  pieces(): AsyncGenerator<Uint8Array>;
  written(): ArtifactRef;
} {
  const hash = createSha256();
  let bytes = 0;
  return {
    async *pieces() {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    },
    written: () => ({ hash: hash.digest(), bytes }),
  };
}

/** A file there with other bytes was damaged by something outside; it is written anew. */
async function isWhole(path: string, bytes: number, hash: string): Promise<boolean> {
  return (await sizeOf(path)) === bytes && (await sha256OfFile(path)) === hash;
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}

function damaged(message: string, path: string): AppFailure {
  return new AppFailure({ code: 'store-damaged', message, path, hint: REPAIR });
}
