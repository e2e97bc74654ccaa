import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** An array of a `.npy` file, row by row (C order) whatever the file's was. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Bytes stay bytes (`|u1`, `|b1`); everything else becomes float64, in which whole numbers up to 2⁵³ are exact. */
  readonly values: Uint8Array | Float64Array;
}

/** Of one array, unpacked. */
export const MAX_NPY_BYTES = 2 ** 31;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_HEADER = 65_536;
const MAX_AXES = 32;
const LAST_CHARACTER = 0x10ffff;

type ReadNumber = (view: DataView, at: number, little: boolean) => number;

/** By kind and bytes of a number. Text, dates, structures and Python objects, which would need a pickle, are none. */
const NUMBERS: Readonly<Record<string, ReadNumber>> = {
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f2: (view, at, little) => view.getFloat16(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

interface Header {
  /** Such as `f4`. */
  readonly type: string;
  readonly little: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly start: number;
}

/**
 * The array of a whole file of version 1, 2 or 3. The header is read as the one form that NumPy writes, never evaluated; objects are
 * refused by their type, so that no pickle is ever looked into. Throws `invalid-input`. Source: NumPy enhancement proposal 1 (Kern 2007).
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const header = parseHeader(bytes, file);
  const { type, shape, start } = header;
  const count = shape.reduce((product, n) => product * n, 1);
  const width = Number(type.slice(1));
  if (count * width > MAX_NPY_BYTES)
    throw invalidInput(`An array may have at most ${MAX_NPY_BYTES} bytes, but its header claims ${shape.join(' × ')} numbers`, {
      path: file,
    });
  if (bytes.length - start !== count * width) {
    const hint = bytes.length - start < count * width ? 'It is cut off: copy or write it again.' : 'It holds more than its header says.';
    throw invalidInput(`An array of ${shape.join(' × ')} numbers has ${count * width} bytes, but this one has ${bytes.length - start}`, {
      path: file,
      hint,
    });
  }
  const values = numbersOf(bytes.subarray(start), header, count);
  return { shape, values: header.fortran && shape.length > 1 ? rowByRow(values, shape) : values };
}

/** Texts of one axis (`<U…`), each as long as it is up to its zeros. Throws `invalid-input` as `parseNpy`. */
export function parseNpyTexts(bytes: Uint8Array, file: string): readonly string[] {
  const { text, start } = headerText(bytes, file);
  const width = Number(/'descr':\s*'[<=|]?U(\d{1,6})'/.exec(text)?.[1] ?? 0);
  const [count = 0, ...more] = shapeIn(text, file);
  if (width === 0 || more.length > 0 || bytes.length - start !== 4 * width * count)
    throw invalidInput('An array of texts with one axis, little-endian, is required, but this one is none', { path: file });
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  return Array.from({ length: count }, (_, i) => {
    const codes = Array.from({ length: width }, (__, c) => view.getUint32(4 * (i * width + c), true));
    return codes.flatMap(code => (code === 0 || code > LAST_CHARACTER ? [] : [String.fromCodePoint(code)])).join('');
  });
}

function parseHeader(bytes: Uint8Array, file: string): Header {
  const { text, start } = headerText(bytes, file);
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  if (order === undefined) throw invalidInput('A header as NumPy writes it is required, but this one is none', { path: file });
  return { ...typeIn(text, file), fortran: order === 'True', shape: shapeIn(text, file), start };
}

function headerText(bytes: Uint8Array, file: string): { readonly text: string; readonly start: number } {
  if (bytes.length < 12 || !MAGIC.every((byte, i) => bytes[i] === byte))
    throw invalidInput('A NumPy array (.npy) is required, but the first bytes are of none', { path: file });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(MAGIC.length);
  if (version < 1 || version > 3) throw invalidInput(`A NumPy file of version 1, 2 or 3 is required, got ${version}`, { path: file });
  const [at, length] = version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (length > MAX_HEADER || at + length > bytes.length)
    throw invalidInput(`A NumPy header may have ${MAX_HEADER} bytes within the file, but this one claims ${length}`, { path: file });
  return { text: new TextDecoder('latin1').decode(bytes.subarray(at, at + length)), start: at + length };
}

function typeIn(text: string, file: string): Pick<Header, 'type' | 'little'> {
  const [, order = '', kind = ''] = /'descr':\s*'([<>|=]?)([a-zA-Z]\d*)'/.exec(text) ?? [];
  const type = kind === 'b1' ? 'u1' : kind;
  if (type === 'u1' || NUMBERS[type] !== undefined) return { type, little: order !== '>' };
  throw invalidInput(`An array of whole or floating numbers is required, got ${/'descr':\s*(.{0,40})/.exec(text)?.[1] ?? '?'}`, {
    path: file,
    hint: 'Python objects, texts and structures are not read: save numbers.',
  });
}

function shapeIn(text: string, file: string): readonly number[] {
  const [, listed = ''] = /'shape':\s*\(([\d,\sL]*)\)/.exec(text) ?? [];
  const sizes = listed.split(',').flatMap(part => (part.trim() === '' ? [] : [Number.parseInt(part, 10)]));
  if (sizes.length > 0 && sizes.length <= MAX_AXES && !sizes.includes(0) && sizes.every(Number.isSafeInteger)) return sizes;
  throw invalidInput(`An array with 1 to ${MAX_AXES} axes that are not empty is required, got (${listed})`, { path: file });
}

function numbersOf(bytes: Uint8Array, { type, little }: Header, count: number): Uint8Array | Float64Array {
  const read = NUMBERS[type];
  if (read === undefined) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = Number(type.slice(1));
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = read(view, i * width, little);
  return values;
}

/** From column by column (Fortran order): the first axis changes fastest there, the last one here. */
function rowByRow<A extends Uint8Array | Float64Array>(values: A, shape: readonly number[]): A {
  const result = values.slice() as A;
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, n) => product * n, 1));
  const place = shape.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis]!++;
      from += steps[axis]!;
      if (place[axis]! < shape[axis]!) break;
      from -= steps[axis]! * shape[axis]!;
      place[axis] = 0;
    }
  }
  return result;
}
