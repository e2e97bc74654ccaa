import type { FileHandle } from 'node:fs/promises';
import { refused } from './archive-target.ts';

export interface ZipEntry {
  readonly name: string;
  /** 0 as it is, 8 deflated. */
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  /** Of its own header. */
  readonly offset: number;
  readonly isFile: boolean;
  readonly isEncrypted: boolean;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_DIRECTORY_BYTES = 512 * 2 ** 20;
const LINK = 0o120000;
const TYPE = 0o170000;

/**
 * The directory at the end of a ZIP file (APPNOTE 6.3.10), with the long form for more than 4 GB. Throws `invalid-input` for what is none,
 * before anything is allocated on its word.
 */
export async function readZipEntries(file: FileHandle, size: number, archive: string): Promise<readonly ZipEntry[]> {
  const { offset, bytes, entries } = await findDirectory(file, size, archive);
  if (bytes > MOST_DIRECTORY_BYTES || offset + bytes > size || entries * 46 > bytes)
    throw refused(archive, `A whole ZIP file is required, but its directory does not fit into its ${size} bytes`);
  const directory = await readAt(file, offset, bytes, archive);
  const found: ZipEntry[] = [];
  for (let at = 0; found.length < entries;) {
    if (at + 46 > directory.length || directory.getUint32(at) !== ENTRY) throw broken(archive);
    const end = at + 46 + directory.getUint16(at + 28) + directory.getUint16(at + 30) + directory.getUint16(at + 32);
    if (end > directory.length) throw broken(archive);
    found.push(entryAt(directory, at));
    at = end;
  }
  return found;
}

/** Where the packed bytes begin: behind the entry's own header, whose lengths are its own. */
export async function startOfData(file: FileHandle, { offset }: ZipEntry, archive: string): Promise<number> {
  const header = await readAt(file, offset, 30, archive);
  if (header.getUint32(0) !== LOCAL) throw broken(archive);
  return offset + 30 + header.getUint16(26) + header.getUint16(28);
}

async function findDirectory(
  file: FileHandle,
  size: number,
  archive: string,
): Promise<{ readonly offset: number; readonly bytes: number; readonly entries: number }> {
  const tailBytes = Math.min(size, 22 + 0xffff);
  const tail = await readAt(file, size - tailBytes, tailBytes, archive);
  for (let at = tailBytes - 22; at >= 0; at--) {
    if (tail.getUint32(at) !== END) continue;
    const found = { entries: tail.getUint16(at + 10), bytes: tail.getUint32(at + 12), offset: tail.getUint32(at + 16) };
    if (found.offset !== 0xffffffff && found.entries !== 0xffff && found.bytes !== 0xffffffff) return found;
    return findDirectory64(file, size - tailBytes + at, archive);
  }
  throw refused(archive, 'A ZIP file is required, but it has no directory at its end');
}

async function findDirectory64(
  file: FileHandle,
  end: number,
  archive: string,
): Promise<{ readonly offset: number; readonly bytes: number; readonly entries: number }> {
  if (end < 20) throw broken(archive);
  const locator = await readAt(file, end - 20, 20, archive);
  if (locator.getUint32(0) !== LOCATOR_64) throw broken(archive);
  const at = locator.getUint64(8);
  if (at + 56 > end) throw broken(archive);
  const record = await readAt(file, at, 56, archive);
  if (record.getUint32(0) !== END_64) throw broken(archive);
  return { entries: record.getUint64(32), bytes: record.getUint64(40), offset: record.getUint64(48) };
}

function entryAt(directory: Reader, at: number): ZipEntry {
  const flags = directory.getUint16(at + 8);
  const nameBytes = directory.bytes(at + 46, directory.getUint16(at + 28));
  const name = nameOf(nameBytes, (flags & 0x800) !== 0);
  const mode = directory.getUint32(at + 38) >>> 16;
  const long = longForms(directory, at);
  return {
    name,
    method: directory.getUint16(at + 10),
    crc32: directory.getUint32(at + 16),
    bytes: long(directory.getUint32(at + 24)),
    packedBytes: long(directory.getUint32(at + 20)),
    offset: long(directory.getUint32(at + 42)),
    isFile: !name.endsWith('/') && (mode & TYPE) !== LINK,
    isEncrypted: (flags & 1) !== 0,
  };
}

/** Numbers of all ones stand, in their order, in an extra field. */
function longForms(directory: Reader, at: number): (short: number) => number {
  let place = at + 46 + directory.getUint16(at + 28);
  const end = place + directory.getUint16(at + 30);
  while (place + 4 <= end && directory.getUint16(place) !== 1) place += 4 + directory.getUint16(place + 2);
  place += 4;
  return short => {
    if (short !== 0xffffffff || place + 8 > end) return short;
    place += 8;
    return directory.getUint64(place - 8);
  };
}

/** In UTF-8 where it says so or can be; else as Chinese systems write names; else byte by byte. */
function nameOf(bytes: Uint8Array, saysUtf8: boolean): string {
  for (const encoding of saysUtf8 ? ['utf-8'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one.
    }
  }
  return new TextDecoder('latin1').decode(bytes);
}

interface Reader {
  readonly length: number;
  getUint16(at: number): number;
  getUint32(at: number): number;
  /** Throws nothing: what is above 2⁵³ is far above every limit. */
  getUint64(at: number): number;
  bytes(at: number, length: number): Uint8Array;
}

async function readAt(file: FileHandle, offset: number, length: number, archive: string): Promise<Reader> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  if (bytesRead !== length) throw broken(archive);
  const view = new DataView(bytes.buffer);
  return {
    length,
    getUint16: at => view.getUint16(at, true),
    getUint32: at => view.getUint32(at, true),
    getUint64: at => Number(view.getBigUint64(at, true)),
    bytes: (at, count) => bytes.subarray(at, at + count),
  };
}

function broken(archive: string): Error {
  return refused(archive, 'A whole ZIP file is required, but its directory is damaged');
}
