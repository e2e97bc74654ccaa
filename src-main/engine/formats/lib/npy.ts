import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const TYPES = { '<f4': Float32Array, '<i4': Int32Array } as const;

/** An array as NumPy's `.npy` (format 1.0, C order, little-endian), for whoever checks with NumPy. */
export function encodeNpy(values: Float32Array | Int32Array, shape: readonly number[]): Uint8Array {
  const descr = values instanceof Float32Array ? '<f4' : '<i4';
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The values begin at a multiple of 64 bytes.
  const length = Math.ceil((MAGIC.length + 2 + dictionary.length + 1) / 64) * 64 - MAGIC.length - 2;
  const header = new TextEncoder().encode(`${dictionary.padEnd(length - 1)}\n`);
  const bytes = new Uint8Array(MAGIC.length + 2 + length + values.byteLength);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(MAGIC.length, length, true);
  bytes.set(header, MAGIC.length + 2);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), MAGIC.length + 2 + length);
  return bytes;
}

/** What `encodeNpy` wrote. Throws `invalid-input` for anything else. */
export function decodeNpy(
  bytes: Uint8Array,
  path: string,
): { readonly values: Float32Array | Int32Array; readonly shape: readonly number[] } {
  const length = bytes.length < 10 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint16(MAGIC.length, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, 10 + length));
  const found = /^\{'descr': '(<f4|<i4)', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n$/.exec(header);
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || found === null)
    throw invalidInput('A NumPy file of float32 or int32 in C order is required', { path });
  const shape = (found[2] ?? '').split(',').flatMap(size => (size.trim() === '' ? [] : [Number(size)]));
  const items = shape.reduce((product, size) => product * size, 1);
  const data = bytes.slice(10 + length);
  if (data.length !== items * 4)
    throw invalidInput(`Shape (${shape.join(', ')}) has ${items * 4} bytes, the file has ${data.length}`, { path });
  return { values: new TYPES[found[1] as keyof typeof TYPES](data.buffer), shape };
}
