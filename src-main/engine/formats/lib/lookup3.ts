/**
 * Jenkins' lookup3 (`hashlittle`, initial value 0), the checksum of HDF5's metadata: an unsigned 32-bit number.
 * Source: Jenkins 2006, lookup3.c (public domain).
 */
export function lookup3(bytes: Uint8Array): number {
  const words = new Int32Array(3).fill(0xdeadbeef + bytes.length);
  let position = 0;
  for (; bytes.length - position > 12; position += 12) {
    addWords(words, bytes, position);
    mix(words);
  }
  if (position === bytes.length) return words[2]! >>> 0;
  addWords(words, bytes, position);
  finish(words);
  return words[2]! >>> 0;
}

/** Adds up to 12 bytes as three little-endian words; past the end counts as 0. */
function addWords(words: Int32Array, bytes: Uint8Array, start: number): void {
  const end = Math.min(start + 12, bytes.length);
  for (let i = start; i < end; i++) words[(i - start) >> 2]! += bytes[i]! << (8 * ((i - start) & 3));
}

const MIX: readonly (readonly [into: number, other: number, bits: number])[] = [
  [0, 2, 4],
  [1, 0, 6],
  [2, 1, 8],
  [0, 2, 16],
  [1, 0, 19],
  [2, 1, 4],
];

function mix(words: Int32Array): void {
  for (const [into, other, bits] of MIX) {
    words[into]! -= words[other]!;
    words[into]! ^= rotate(words[other]!, bits);
    words[other]! += words[3 - into - other]!;
  }
}

const FINISH: typeof MIX = [
  [2, 1, 14],
  [0, 2, 11],
  [1, 0, 25],
  [2, 1, 16],
  [0, 2, 4],
  [1, 0, 14],
  [2, 1, 24],
];

function finish(words: Int32Array): void {
  for (const [into, other, bits] of FINISH) {
    words[into]! ^= words[other]!;
    words[into]! -= rotate(words[other]!, bits);
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
