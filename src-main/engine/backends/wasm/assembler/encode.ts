/** WebAssembly bytes as a tree: a list of bytes and lists. Nesting keeps assembling linear; `flatten` is the last step. */
export type Code = readonly (number | Code)[];

/** Value types of WebAssembly's binary format. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof F32 | typeof V128;

export function flatten(code: Code): number[] {
  const bytes: number[] = [];
  append(code, bytes);
  return bytes;
}

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/** IEEE 754 single precision, little endian. */
export function float32Bytes(value: number): number[] {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}

/** Length-prefixed UTF-8; names here are ASCII. */
export function name(text: string): number[] {
  return [...unsigned(text.length), ...[...text].map(character => character.charCodeAt(0))];
}

/** A section or a function body: its size in bytes goes before it. */
export function sized(code: Code): number[] {
  const bytes = flatten(code);
  return [...unsigned(bytes.length), ...bytes];
}

function append(code: Code, bytes: number[]): void {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part);
    else append(part, bytes);
  }
}
