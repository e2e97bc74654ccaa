import { Gunzip } from 'fflate';
import { AppFailure, invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { concatenate } from '../utf8.ts';

/** Deflate can't pack better than about 1032 to 1 (zlib's technical notes), so a larger claim is a lie. */
const MOST_PACKED = 1032;
const CHUNK = 65_536;

/**
 * Unpacks a gzip file whose own start tells its size: `sizeOf` is called with the first bytes (at least `headBytes`, or all
 * there are) and its answer is checked against the packed size before it is allocated. The result has one byte more when
 * the file goes on after that, so that the caller sees it is too long.
 */
export function gunzipBounded(packed: Uint8Array, file: string, headBytes: number, sizeOf: (head: Uint8Array) => number): Uint8Array {
  let head: Uint8Array = new Uint8Array(0);
  let out: Uint8Array | null = null;
  let length = 0;
  const take = (piece: Uint8Array): void => {
    if (out === null) {
      head = concatenate(head, piece);
      if (head.length < headBytes) return;
      out = new Uint8Array(checkedSize(sizeOf(head), packed.length, file) + 1);
      piece = head;
    }
    out.set(piece.subarray(0, out.length - length), length);
    length = Math.min(out.length, length + piece.length);
  };
  unpack(packed, file, take, () => out !== null && length === out.length);
  return out === null ? head : (out as Uint8Array).subarray(0, length);
}

function unpack(packed: Uint8Array, file: string, take: (piece: Uint8Array) => void, full: () => boolean): void {
  const stream = new Gunzip(take);
  for (let at = 0; at < packed.length && !full(); at += CHUNK) {
    try {
      stream.push(packed.subarray(at, at + CHUNK), at + CHUNK >= packed.length);
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      throw invalidInput(`A whole gzip file is required, but it can't be unpacked: ${(error as Error).message}`, { path: file });
    }
  }
}

function checkedSize(size: number, packedBytes: number, file: string): number {
  if (size > packedBytes * MOST_PACKED) {
    throw invalidInput(`${packedBytes} packed bytes can't hold the ${size} bytes that the header claims`, { path: file });
  }
  return size;
}
