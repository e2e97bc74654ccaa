import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/** An IDX file of unsigned bytes: sizes of its axes, and the bytes after the header (not copied). */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

export interface IdxHeader {
  readonly shape: readonly number[];
  /** What the whole file must have. */
  readonly fileBytes: number;
}

export const MAX_IDX_BYTES = 2 ** 31;

/**
 * Reads magic and axis sizes: two zero bytes, the type, the number of axes, then one big-endian uint32 an axis. Only type
 * 0x08 (unsigned byte). `head` may be the start of the file. Source: Y. LeCun, C. Cortes, C. Burges, the MNIST database's
 * file format.
 */
export function parseIdxHeader(head: Uint8Array, file: string, axes: readonly number[]): IdxHeader {
  if (head.length < 4)
    throw invalidInput(`An IDX file starts with 4 bytes of magic number, but this one has ${head.length} bytes`, { path: file });
  const [zero, zeroToo, type, count] = head as unknown as [number, number, number, number];
  if (zero !== 0 || zeroToo !== 0) {
    throw invalidInput(`An IDX file starts with two zero bytes, but this one starts with ${hex(head.subarray(0, 4))}`, {
      path: file,
      hint: 'Is it an IDX file, and is it unpacked?',
    });
  }
  if (type !== 0x08)
    throw invalidInput(`IDX elements must be unsigned bytes (type 0x08), but this file has type ${hex([type])}`, { path: file });
  if (!axes.includes(count))
    throw invalidInput(`An IDX file with ${axes.join(' or ')} axes is required, but this one has ${count}`, { path: file });
  const headerBytes = 4 + 4 * count;
  if (head.length < headerBytes)
    throw invalidInput(`The IDX header needs ${headerBytes} bytes, but the file has ${head.length}`, { path: file });
  const view = new DataView(head.buffer, head.byteOffset);
  const shape = Array.from({ length: count }, (_, axis) => view.getUint32(4 + 4 * axis));
  if (shape.includes(0))
    throw invalidInput(`Every axis of an IDX file must have at least one entry, but this one is ${shape.join(' × ')}`, { path: file });
  const fileBytes = shape.reduce((product, n) => product * n, 1) + headerBytes;
  if (fileBytes > MAX_IDX_BYTES) {
    throw invalidInput(`An IDX file may have at most ${MAX_IDX_BYTES} bytes, but its header claims ${shape.join(' × ')} elements`, {
      path: file,
    });
  }
  return { shape, fileBytes };
}

/** The array of a whole file; its length must be exactly what the header says. */
export function parseIdx(bytes: Uint8Array, file: string, axes: readonly number[]): IdxArray {
  const { shape, fileBytes } = parseIdxHeader(bytes, file, axes);
  if (bytes.length !== fileBytes) {
    const what = bytes.length < fileBytes ? 'It is cut off: copy or download it again.' : 'It holds more than its header says.';
    throw invalidInput(`An IDX file of ${shape.join(' × ')} elements has ${fileBytes} bytes, but this one has ${bytes.length}`, {
      path: file,
      hint: what,
    });
  }
  return { shape, values: bytes.subarray(4 + 4 * shape.length) };
}

function hex(bytes: Iterable<number>): string {
  return [...bytes].map(byte => `0x${byte.toString(16).padStart(2, '0')}`).join(' ');
}
