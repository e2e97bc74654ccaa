import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { packBits, unpackBits } from '../lib/bits.ts';
import { createBitWriter, type BitReader, type BitWriter } from './bit-stream.ts';
import { symbolReader, writeSymbols } from './huffman.ts';

/** Of a gap that goes on: so many zeros, and no weight behind them. */
const GOES_ON = 255;
const BYTES = 256;
const KINDS = { gaps: 0, bitmap: 1 } as const;

/**
 * Which weights are kept: the gaps between them (Han et al. 2015, arXiv:1510.00149: an index difference with a filler where it is too
 * large), or the bits of eight weights at a time; each by Huffman codes, whichever takes less room.
 */
export function writePositions(writer: BitWriter, mask: Uint8Array): void {
  const kept = mask.reduce((sum, bit) => sum + bit, 0);
  const gaps = gapsOf(mask, kept);
  const bitmap = packBits(mask);
  const kind = codedLength(gaps) <= codedLength(bitmap) ? 'gaps' : 'bitmap';
  writer.write(KINDS[kind], 1);
  if (kind === 'gaps') writer.write(kept, 32);
  writeSymbols(writer, { values: kind === 'gaps' ? gaps : bitmap, alphabet: BYTES });
}

/** The mask of `length` weights. Throws `invalid-input` for positions that are none. */
export function readPositions(reader: BitReader, length: number): Uint8Array {
  return reader.read(1) === KINDS.gaps ? readGaps(reader, length) : readBitmap(reader, length);
}

function gapsOf(mask: Uint8Array, kept: number): Uint8Array {
  const gaps = new Uint8Array(kept + Math.floor(mask.length / GOES_ON));
  let [count, zeros] = [0, 0];
  for (const bit of mask) {
    if (bit === 1) {
      for (; zeros >= GOES_ON; zeros -= GOES_ON) gaps[count++] = GOES_ON;
      gaps[count++] = zeros;
      zeros = 0;
    } else {
      zeros += 1;
    }
  }
  return gaps.subarray(0, count);
}

function codedLength(values: Uint8Array): number {
  const writer = createBitWriter();
  writeSymbols(writer, { values, alphabet: BYTES });
  return writer.bytes().length;
}

function readGaps(reader: BitReader, length: number): Uint8Array {
  const kept = reader.read(32);
  if (kept > length) throw invalidInput(`At most ${length} weights can be kept, the file says ${kept}`);
  const mask = new Uint8Array(length);
  if (kept === 0) return mask;
  const next = symbolReader(reader, BYTES);
  let at = 0;
  for (let found = 0; found < kept;) {
    const gap = next();
    at += gap;
    if (at >= length) throw invalidInput(`Kept weights must lie among ${length}, the file puts one at ${at}`);
    if (gap === GOES_ON) continue;
    mask[at++] = 1;
    found += 1;
  }
  return mask;
}

function readBitmap(reader: BitReader, length: number): Uint8Array {
  const bytes = Math.ceil(length / 8);
  if (bytes === 0) return new Uint8Array(0);
  const next = symbolReader(reader, BYTES);
  const packed = Uint8Array.from({ length: bytes }, next);
  const beyond = length % 8 === 0 ? 0 : packed[bytes - 1]! >>> (length % 8);
  if (beyond !== 0) throw invalidInput(`The mask of ${length} weights must not have bits behind them`);
  return unpackBits(packed, length);
}
