import { open } from 'node:fs/promises';

/** Node reads no more than 2 GiB into one array by itself, and the system not in one call. */
const PIECE = 2 ** 30;

/** A file of any size that fits into memory. Throws the system's error. */
export async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = alignedBytes(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, Math.min(PIECE, size - done), done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

/** TensorFlow reads arrays where they lie if they begin at a multiple of 64. */
const ALIGNMENT = 64;
/** Where an array begins that is too large for the heap: glibc keeps 16 bytes of each before it, the others none. */
const HEAD = process.platform === 'linux' ? 16 : 0;

/** Zeros, the first of them at a multiple of 64 where the system is as usual; nothing depends on it but a copy. */
export function alignedBytes(length: number): Uint8Array<ArrayBuffer> {
  const offset = (ALIGNMENT - HEAD) % ALIGNMENT;
  return new Uint8Array(new ArrayBuffer(offset + length), offset, length);
}
