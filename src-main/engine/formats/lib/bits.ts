/** Eight flags (0 or 1) to a byte, lowest bit first; the last byte is filled up with 0. */
export function packBits(flags: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, i) => (packed[i >> 3]! |= flag << (i & 7)));
  return packed;
}

/** The first `length` flags. */
export function unpackBits(packed: Uint8Array, length: number): Uint8Array {
  const flags = new Uint8Array(length);
  for (let i = 0; i < length; i++) flags[i] = (packed[i >> 3]! >> (i & 7)) & 1;
  return flags;
}
