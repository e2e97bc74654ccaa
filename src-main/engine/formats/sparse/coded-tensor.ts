import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { createBitReader, createBitWriter } from './bit-stream.ts';
import { readPositions, writePositions } from './positions.ts';
import { readValues, writeValues } from './values.ts';

/** A parameter's numbers, and which of them pruning left. */
export interface SparseTensor {
  readonly values: Float32Array;
  /** Null where nothing is pruned. Where it says 0 the value is +0. */
  readonly mask: Uint8Array | null;
}

/** Numbers that a byte may stand for at most: what a file asks of memory is bounded by its size. */
const MOST_PER_BYTE = 256;

/**
 * Numbers are handled as their bits, never as numbers, so that a NaN keeps its payload. A tensor is coded as: whether it has a mask, the kept positions, the kept values. Same tensor, same bytes; reads back bit for bit.
 * Null where a pruned weight is not +0, which no codes can say.
 */
export function encodeSparse({ values, mask }: SparseTensor): Uint8Array | null {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  if (mask?.some((kept, i) => kept === 0 && bits[i] !== 0) === true) return null;
  const writer = createBitWriter();
  writer.write(Number(mask !== null), 1);
  if (mask !== null) writePositions(writer, mask);
  writeValues(writer, mask === null ? bits : bits.filter((_value, i) => mask[i] === 1));
  const bytes = writer.bytes();
  const least = Math.ceil(values.length / MOST_PER_BYTE);
  if (bytes.length >= least) return bytes;
  const padded = new Uint8Array(least);
  padded.set(bytes);
  return padded;
}

/** The tensor of `length` numbers. Throws `invalid-input`, before it takes memory for more numbers than the bytes can stand for. */
export function decodeSparse(bytes: Uint8Array, length: number): SparseTensor {
  if (length > bytes.length * MOST_PER_BYTE) {
    throw invalidInput(`${length} numbers take ${Math.ceil(length / MOST_PER_BYTE)} bytes at least, got ${bytes.length}`);
  }
  const reader = createBitReader(bytes);
  const mask = reader.read(1) === 1 ? readPositions(reader, length) : null;
  const kept = mask === null ? length : mask.reduce((sum, bit) => sum + bit, 0);
  const found = readValues(reader, kept);
  reader.end();
  const bits = mask === null ? found : spread(found, mask);
  return { values: new Float32Array(bits.buffer), mask };
}

function spread(found: Uint32Array, mask: Uint8Array): Uint32Array<ArrayBuffer> {
  const bits = new Uint32Array(mask.length);
  let next = 0;
  mask.forEach((kept, i) => {
    if (kept === 1) bits[i] = found[next++]!;
  });
  return bits;
}
