/** The same bytes as a plain array: Node's Buffer has a `slice` that doesn't copy, and code that knows no Node trips over it. */
export function plainBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
