import { open, type FileHandle } from 'node:fs/promises';
import { AppFailure } from '../../src-shared/lib/app-error.ts';

/** One file in a wheel. */
export interface WheelMember {
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly isDeflated: boolean;
  /** Of its local header. */
  readonly offset: number;
}

const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const MAX_DIRECTORY_BYTES = 64_000_000;
const STORED = 0;
const DEFLATED = 8;

/** The files of a wheel, from the directory at its end. Throws `install-failed` when it is no whole zip archive. */
export async function listWheel(path: string): Promise<readonly WheelMember[]> {
  return withFile(path, async file => {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES), size);
    const end = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
    if (end < 0 || end + END_BYTES > tail.length) throw damaged(path, 'its directory is missing');
    const [bytes, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    if (offset === 0xffffffff) throw damaged(path, 'it is larger than a plain zip archive may be');
    if (bytes > MAX_DIRECTORY_BYTES || offset + bytes > size) throw damaged(path, 'its directory lies outside the file');
    return parseDirectory(await readAt(file, offset, offset + bytes), path);
  });
}

/** Where the packed bytes of a member begin; its local header may be longer than the directory says. */
export async function dataOffset(path: string, { offset, name }: WheelMember): Promise<number> {
  return withFile(path, async file => {
    const header = await readAt(file, offset, offset + 30);
    if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw damaged(path, `'${name}' is not where the directory says`);
    return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  });
}

/** `why`: what was found instead of a whole wheel. */
export function damaged(path: string, why: string): AppFailure {
  return new AppFailure({
    code: 'install-failed',
    message: `A whole wheel is required, but ${why}`,
    path,
    hint: 'Install again: it is then fetched anew.',
  });
}

function parseDirectory(directory: Buffer, path: string): readonly WheelMember[] {
  const members: WheelMember[] = [];
  for (let at = 0; at < directory.length;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw damaged(path, 'its directory is damaged');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map(field => directory.readUInt16LE(at + field)) as [number, number, number];
    members.push(memberAt(directory, at, nameBytes, path));
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return members;
}

function memberAt(directory: Buffer, at: number, nameBytes: number, path: string): WheelMember {
  const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
  const method = directory.readUInt16LE(at + 10);
  if (method !== STORED && method !== DEFLATED) throw damaged(path, `'${name}' is packed in a way (${method}) that is not read here`);
  const [packedBytes, bytes, offset] = [20, 24, 42].map(field => directory.readUInt32LE(at + field)) as [number, number, number];
  return { name, bytes, packedBytes, isDeflated: method === DEFLATED, offset };
}

async function readAt(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, to - from));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
