import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What a library file says of itself in its first bytes. */
export interface NativeFile {
  /** Null when it is no library of any system. */
  readonly kind: 'ELF' | 'Mach-O' | 'PE' | null;
  /** As `process.arch` names them; several in a universal file of macOS. */
  readonly architectures: readonly string[];
  readonly bytes: number;
  /** The least size of a whole file with this header. */
  readonly wholeBytes: number;
}

const HEAD_BYTES = 65_536;

/** Reads the header only. Throws the system's error when the file can't be read. */
export function readNativeFile(path: string): NativeFile {
  const file = openSync(path, 'r');
  try {
    const bytes = fstatSync(file).size;
    const head = Buffer.alloc(Math.min(bytes, HEAD_BYTES));
    const read = readSync(file, head, 0, head.length, 0);
    return { bytes, ...describeHeader(head.subarray(0, read)) };
  } finally {
    closeSync(file);
  }
}

type Described = Omit<NativeFile, 'bytes'>;

/** Of the first bytes of a file; fields beyond them count as zero. */
export function describeHeader(head: Buffer): Described {
  // Room for the fixed part of every header, so that half of one can be read without asking each time.
  const padded = Buffer.concat([head, Buffer.alloc(128)]);
  const magic = padded.readUInt32BE(0);
  if (magic === 0x7f454c46) return describeElf(padded);
  if (magic === 0xcffaedfe) return describeMachO(padded, head.length);
  if (magic === 0xcafebabe) return describeUniversal(padded, head.length);
  if (magic >>> 16 === 0x4d5a) return describePe(padded, head.length);
  return { kind: null, architectures: [], wholeBytes: 0 };
}

const ELF_MACHINES: Readonly<Record<number, string>> = { 3: 'ia32', 21: 'ppc64', 40: 'arm', 62: 'x64', 183: 'arm64', 243: 'riscv64' };

/** The section header table stands at the end of a file: it is what half a download lacks. */
function describeElf(head: Buffer): Described {
  const is64 = head[4] === 2 && head[5] === 1;
  const machine = head.readUInt16LE(18);
  const tableEnd = is64 ? Number(head.readBigUInt64LE(40)) + head.readUInt16LE(58) * head.readUInt16LE(60) : 0;
  return { kind: 'ELF', architectures: [named(ELF_MACHINES, machine)], wholeBytes: Math.max(64, tableEnd) };
}

const MAC_CPUS: Readonly<Record<number, string>> = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const SEGMENT_64 = 0x19;

function describeMachO(head: Buffer, length: number): Described {
  let wholeBytes = 32 + head.readUInt32LE(20);
  let at = 32;
  for (let left = head.readUInt32LE(16); left > 0 && at + 56 <= length; left--) {
    if (head.readUInt32LE(at) === SEGMENT_64)
      wholeBytes = Math.max(wholeBytes, Number(head.readBigUInt64LE(at + 40)) + Number(head.readBigUInt64LE(at + 48)));
    at += Math.max(8, head.readUInt32LE(at + 4));
  }
  return { kind: 'Mach-O', architectures: [named(MAC_CPUS, head.readUInt32LE(4))], wholeBytes };
}

function describeUniversal(head: Buffer, length: number): Described {
  const count = Math.min(head.readUInt32BE(4), Math.floor(Math.max(0, length - 8) / 20));
  const parts = Array.from({ length: count }, (_, i) => 8 + 20 * i);
  return {
    kind: 'Mach-O',
    architectures: parts.map(at => named(MAC_CPUS, head.readUInt32BE(at))),
    wholeBytes: Math.max(8, ...parts.map(at => head.readUInt32BE(at + 8) + head.readUInt32BE(at + 12))),
  };
}

const PE_MACHINES: Readonly<Record<number, string>> = { 0x14c: 'ia32', 0x8664: 'x64', 0xaa64: 'arm64' };

function describePe(head: Buffer, length: number): Described {
  const at = head.readUInt32LE(0x3c);
  if (at + 24 > length || head.readUInt32LE(at) !== 0x4550) return { kind: null, architectures: [], wholeBytes: 0 };
  const sections = at + 24 + head.readUInt16LE(at + 20);
  const count = Math.min(head.readUInt16LE(at + 6), Math.floor(Math.max(0, length - sections) / 40));
  const ends = Array.from({ length: count }, (_, i) => sections + 40 * i).map(
    section => head.readUInt32LE(section + 16) + head.readUInt32LE(section + 20),
  );
  return { kind: 'PE', architectures: [named(PE_MACHINES, head.readUInt16LE(at + 4))], wholeBytes: Math.max(sections, ...ends) };
}

function named(names: Readonly<Record<number, string>>, code: number): string {
  return names[code] ?? `machine ${code}`;
}
