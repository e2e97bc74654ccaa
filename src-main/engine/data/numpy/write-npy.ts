/** What a `.npy` file can be written from: numbers, or texts of one axis. */
export type NpyValues = Float32Array | Int32Array | readonly string[];

const HEADER_START = 10;
const ALIGNMENT = 64;

/** A `.npy` file of version 1, row by row, little-endian. Source: NumPy enhancement proposal 1 (Kern 2007). */
export function writeNpy(values: NpyValues, shape: readonly number[]): Uint8Array {
  const { type, bytes } = values instanceof Float32Array || values instanceof Int32Array ? numberBytes(values) : textBytes(values);
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = ALIGNMENT * Math.ceil((HEADER_START + dictionary.length + 1) / ALIGNMENT) - HEADER_START;
  const file = new Uint8Array(HEADER_START + length + bytes.length);
  file.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, length & 255, length >> 8]);
  file.set(new TextEncoder().encode(`${dictionary.padEnd(length - 1)}\n`), HEADER_START);
  file.set(bytes, HEADER_START + length);
  return file;
}

interface Written {
  readonly type: string;
  readonly bytes: Uint8Array;
}

function numberBytes(values: Float32Array | Int32Array): Written {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  const isFloat = values instanceof Float32Array;
  for (let i = 0; i < values.length; i++) {
    if (isFloat) view.setFloat32(4 * i, values[i]!, true);
    else view.setInt32(4 * i, values[i]!, true);
  }
  return { type: isFloat ? '<f4' : '<i4', bytes: new Uint8Array(view.buffer) };
}

/** Characters of four bytes each, as long as the longest. */
function textBytes(texts: readonly string[]): Written {
  const characters = texts.map(text => [...text]);
  const width = Math.max(1, ...characters.map(({ length }) => length));
  const view = new DataView(new ArrayBuffer(texts.length * width * 4));
  characters.forEach((each, i) => each.forEach((character, c) => view.setUint32(4 * (i * width + c), character.codePointAt(0) ?? 0, true)));
  return { type: `<U${width}`, bytes: new Uint8Array(view.buffer) };
}
