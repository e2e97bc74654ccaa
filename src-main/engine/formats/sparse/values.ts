import { createBitWriter, type BitReader, type BitWriter } from './bit-stream.ts';
import { bitsOf, symbolReader, writeSymbols } from './huffman.ts';

/** A codebook beyond this is no gain over the numbers themselves. */
const MOST_ENTRIES = 4096;
const PLANES = 4;
const BYTES = 256;
const KINDS = { planes: 0, codebook: 1 } as const;

/**
 * Float32 numbers as their bits, so that NaN payloads and −0 stay what they are: where few different ones occur a codebook and
 * Huffman-coded places in it (Han et al. 2015, arXiv:1510.00149), else their four bytes apart, each by Huffman codes where that
 * takes less room (it does for sign and exponent).
 */
export function writeValues(writer: BitWriter, bits: Uint32Array): void {
  const entries = codebookOf(bits);
  if (entries === null) {
    writer.write(KINDS.planes, 1);
    writePlanes(writer, bits);
    return;
  }
  writer.write(KINDS.codebook, 1);
  writer.write(entries.length, bitsOf(MOST_ENTRIES));
  for (const entry of entries) writer.write(entry, 32);
  const places = new Map([...entries].map((entry, place) => [entry, place]));
  writeSymbols(writer, { values: Uint16Array.from(bits, entry => places.get(entry) ?? 0), alphabet: Math.max(1, entries.length) });
}

/** Whether few different numbers occur, by their bits. */
export function isShared(values: Float32Array): boolean {
  return codebookOf(new Uint32Array(values.buffer, values.byteOffset, values.length)) !== null;
}

/** The bits of `count` numbers. Throws `invalid-input` where there are none. */
export function readValues(reader: BitReader, count: number): Uint32Array<ArrayBuffer> {
  const bits = new Uint32Array(count);
  if (reader.read(1) === KINDS.planes) readPlanes(reader, bits);
  else readCodebook(reader, bits);
  return bits;
}

/** The different numbers by their bits, ascending; null where a codebook does not pay. */
function codebookOf(bits: Uint32Array): Uint32Array | null {
  const most = Math.min(MOST_ENTRIES, bits.length / 4);
  const found = new Set<number>();
  for (const entry of bits) {
    found.add(entry);
    if (found.size > most) return null;
  }
  return Uint32Array.from(found).sort();
}

function readCodebook(reader: BitReader, bits: Uint32Array): void {
  const entries = Uint32Array.from({ length: reader.read(bitsOf(MOST_ENTRIES)) }, () => reader.read(32));
  if (bits.length === 0) return;
  // A symbol is below the alphabet, so it is a place in the codebook.
  const next = symbolReader(reader, Math.max(1, entries.length));
  for (let i = 0; i < bits.length; i++) bits[i] = entries[next()] ?? 0;
}

function writePlanes(writer: BitWriter, bits: Uint32Array): void {
  for (let plane = 0; plane < PLANES; plane++) {
    const values = Uint8Array.from(bits, entry => (entry >>> (8 * plane)) & 0xff);
    const coded = createBitWriter();
    writeSymbols(coded, { values, alphabet: BYTES });
    const pays = coded.bytes().length < values.length;
    writer.write(Number(pays), 1);
    if (pays) writeSymbols(writer, { values, alphabet: BYTES });
    else for (const value of values) writer.write(value, 8);
  }
}

function readPlanes(reader: BitReader, bits: Uint32Array): void {
  for (let plane = 0; plane < PLANES; plane++) {
    const isCoded = reader.read(1) === 1;
    if (bits.length === 0) continue;
    const next = isCoded ? symbolReader(reader, BYTES) : () => reader.read(8);
    for (let i = 0; i < bits.length; i++) bits[i]! |= next() << (8 * plane);
  }
}
