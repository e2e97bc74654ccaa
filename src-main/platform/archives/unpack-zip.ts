import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib';
import { refused, type ArchiveTarget } from './archive-target.ts';
import { readZipEntries, startOfData, type ZipEntry } from './zip-entries.ts';

/** Up to here a file is unpacked in memory, which is many times as fast for small ones. */
const SMALL_BYTES = 16 * 2 ** 20;
const STORED = 0;
const DEFLATED = 8;
const inflate = promisify(inflateRaw);

/** Links and folders are left out. Throws `invalid-input` for damaged, encrypted and otherwise packed files. */
export async function unpackZip(path: string, archive: string, target: ArchiveTarget): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for (const entry of await readZipEntries(file, size, archive)) {
      if (!entry.isFile || !target.wants(entry.name)) continue;
      checkEntry(entry, size, archive);
      const start = await startOfData(file, entry, archive);
      if (start + entry.packedBytes > size) throw damaged(entry, archive);
      if (Math.max(entry.bytes, entry.packedBytes) <= SMALL_BYTES)
        await target.write(entry.name, await unpackSmall(file, entry, { start, archive }));
      else await unpackLarge(file, entry, { start, archive, target });
    }
  } finally {
    await file.close();
  }
}

function checkEntry(entry: ZipEntry, size: number, archive: string): void {
  if (entry.isEncrypted) throw refused(archive, `An archive without a password is required, but '${entry.name}' is encrypted`);
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw refused(archive, `Files of a ZIP must be stored or deflated, but '${entry.name}' is packed by method ${entry.method}`);
  if (entry.offset + entry.packedBytes > size) throw damaged(entry, archive);
}

async function unpackSmall(
  file: FileHandle,
  entry: ZipEntry,
  { start, archive }: { readonly start: number; readonly archive: string },
): Promise<Uint8Array> {
  const packed = new Uint8Array(entry.packedBytes);
  const { bytesRead } = await file.read(packed, 0, packed.length, start);
  if (bytesRead !== packed.length) throw damaged(entry, archive);
  // One byte more than promised, so that a longer one is seen.
  const bytes =
    entry.method === STORED ? packed : await inflate(packed, { maxOutputLength: entry.bytes + 1 }).catch(() => packed.subarray(0, 0));
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc32) throw damaged(entry, archive);
  return bytes;
}

interface LargeEntry {
  readonly start: number;
  readonly archive: string;
  readonly target: ArchiveTarget;
}

async function unpackLarge(file: FileHandle, entry: ZipEntry, { start, archive, target }: LargeEntry): Promise<void> {
  const packed = file.createReadStream({ start, end: start + entry.packedBytes - 1, autoClose: false });
  const source = entry.method === STORED ? packed : packed.pipe(createInflateRaw());
  await target.stream(entry.name, checked(source as AsyncIterable<Uint8Array>, entry, archive));
}

/** Passes on what comes, and throws at the end where it was not what the directory says. */
async function* checked(source: AsyncIterable<Uint8Array>, entry: ZipEntry, archive: string): AsyncGenerator<Uint8Array> {
  let [sum, bytes] = [0, 0];
  for await (const chunk of source) {
    sum = crc32(chunk, sum);
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes !== entry.bytes || sum !== entry.crc32) throw damaged(entry, archive);
}

function damaged({ name }: ZipEntry, archive: string): Error {
  return refused(archive, `A whole ZIP file is required, but '${name}' in it is damaged`);
}
