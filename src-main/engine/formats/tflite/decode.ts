import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { OPTION_TYPES, TABLES, type Fields, type ModelTable, type Scalar, type TableName } from './schema.ts';

const IDENTIFIER = 'TFL3';
const LEAST_BYTES = 16;

/** Throws `invalid-input` for what is no whole file. Nothing is believed beyond the file's end, and no part is read more often than it can be there. */
export function decodeLite(bytes: Uint8Array): ModelTable {
  const named = new TextDecoder('latin1').decode(bytes.subarray(4, 8));
  if (bytes.length < LEAST_BYTES || named !== IDENTIFIER) {
    throw invalidInput(`A TensorFlow Lite file is required, this one of ${bytes.length} bytes is none: it lacks the mark ${IDENTIFIER}`);
  }
  const reader: Reader = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), left: { entries: bytes.length } };
  try {
    return readTable(reader, 'Model', reader.view.getUint32(0, true)) as ModelTable;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw invalidInput(`A whole TensorFlow Lite file is required, this one of ${bytes.length} bytes is damaged (${cause.message})`);
  }
}

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Entries that may yet be read: each takes a byte or more in a file that names nothing twice. */
  readonly left: { entries: number };
}

function readTable(reader: Reader, name: TableName, at: number): Readonly<Record<string, unknown>> {
  spend(reader, 4);
  const { view } = reader;
  const vtable = at - view.getInt32(at, true);
  const slots = (view.getUint16(vtable, true) - 4) / 2;
  const table: Record<string, unknown> = {};
  for (const [key, [slot, type]] of Object.entries(TABLES[name] as Fields)) {
    const place = slot < slots ? view.getUint16(vtable + 4 + 2 * slot, true) : 0;
    const value = place === 0 ? undefined : readField(reader, type, at + place, table);
    if (value !== undefined) table[key] = value;
  }
  return table;
}

function spend({ left }: Reader, entries: number): void {
  left.entries -= entries;
  if (left.entries < 0) throw new RangeError('it names parts again and again');
}

function readField(reader: Reader, type: string, at: number, table: Readonly<Record<string, unknown>>): unknown {
  if (isScalar(type)) return SCALARS[type].read(reader.view, at);
  const target = at + reader.view.getUint32(at, true);
  if (type === 'string') return textAt(reader, target);
  if (type === 'options') return readOptions(reader, target, table['optionsType']);
  if (!type.startsWith('[')) return readTable(reader, type as TableName, target);
  const of = type.slice(1, -1);
  if (of === 'u8') return bytesAt(reader, target);
  return readVector(reader, of as Scalar | TableName, target);
}

/** Undefined for options that nothing here asks for. */
function readOptions(reader: Reader, at: number, number: unknown): unknown {
  const name = Object.entries(OPTION_TYPES).find(([, one]) => one === number)?.[0];
  return name === undefined ? undefined : readTable(reader, name as TableName, at);
}

function bytesAt({ bytes, view }: Reader, at: number): Uint8Array {
  const length = view.getUint32(at, true);
  if (at + 4 + length > bytes.length) throw new RangeError(`a part of ${length} bytes from ${at} on`);
  return bytes.subarray(at + 4, at + 4 + length);
}

function textAt(reader: Reader, at: number): string {
  const bytes = bytesAt(reader, at);
  spend(reader, bytes.length);
  return new TextDecoder().decode(bytes);
}

function readVector(reader: Reader, of: Scalar | TableName, at: number): readonly unknown[] {
  const { view } = reader;
  const count = view.getUint32(at, true);
  spend(reader, count);
  if (isScalar(of)) return Array.from({ length: count }, (_, i) => SCALARS[of].read(view, at + 4 + i * SCALARS[of].bytes));
  return Array.from({ length: count }, (_, i) => {
    const place = at + 4 + 4 * i;
    return readTable(reader, of, place + view.getUint32(place, true));
  });
}

function isScalar(type: string): type is Scalar {
  return Object.hasOwn(SCALARS, type);
}

const SCALARS: { readonly [S in Scalar]: { readonly bytes: number; read(view: DataView, at: number): number | boolean } } = {
  i8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  bool: { bytes: 1, read: (view, at) => view.getUint8(at) !== 0 },
  i32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  u32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  f32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  i64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};
