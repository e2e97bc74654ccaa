import { OPTION_TYPES, TABLES, type Fields, type ModelTable, type OptionsName, type TableName } from './schema.ts';

/** Where tensors begin, so that runtimes read them in place. */
const DATA_ALIGNMENT = 16;
const IDENTIFIER = 'TFL3';

interface Writer {
  /** So many bytes from the next place on where `place + ahead` is a multiple of `alignment`. */
  reserve(bytes: number, alignment: number, ahead?: number): number;
  put(at: number, bytes: Uint8Array): void;
  finish(): Uint8Array;
}

type Table = Readonly<Record<string, unknown>>;

/** A file: FlatBuffers, parents in front of what they hold. The same model, the same bytes. */
export function encodeLite(model: ModelTable): Uint8Array {
  const writer = createWriter();
  const root = writer.reserve(8, 4);
  writer.put(4, new TextEncoder().encode(IDENTIFIER));
  writer.put(root, numberBytes('u32', writeTable(writer, 'Model', model as Table)));
  return writer.finish();
}

function createWriter(): Writer {
  const parts: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  const end = { at: 0 };
  return {
    reserve(bytes, alignment, ahead = 0) {
      const at = end.at + ((alignment - ((end.at + ahead) % alignment)) % alignment);
      end.at = at + bytes;
      return at;
    },
    put: (at, bytes) => void parts.push({ at, bytes }),
    finish() {
      const whole = new Uint8Array(end.at);
      for (const { at, bytes } of parts) whole.set(bytes, at);
      return whole;
    },
  };
}

/** A table and all it holds; gives where it is. Fields have four bytes each. */
function writeTable(writer: Writer, name: TableName, value: Table): number {
  const fields = Object.entries(TABLES[name] as Fields).filter(([key]) => value[key] !== undefined);
  const slots = Math.max(0, ...fields.map(([, [slot]]) => slot + 1));
  const head = new Uint16Array(2 + slots);
  head.set([2 * head.length, 4 * (fields.length + 1)]);
  fields.forEach(([, [slot]], i) => (head[2 + slot] = 4 * (i + 1)));
  const vtable = writer.reserve(2 * head.length, 2);
  writer.put(vtable, new Uint8Array(head.buffer));
  const table = writer.reserve(4 * (fields.length + 1), 4);
  writer.put(table, numberBytes('i32', table - vtable));
  fields.forEach(([key, [, type]], i) => {
    const at = table + 4 * (i + 1);
    writer.put(at, isNumber(type) ? numberBytes(type, Number(value[key])) : offset(at, writeField(writer, type, value, key)));
  });
  return table;
}

function offset(from: number, to: number): Uint8Array {
  return numberBytes('u32', to - from);
}

function writeField(writer: Writer, type: string, table: Table, key: string): number {
  const value = table[key];
  if (type === 'string') return writeVector(writer, new TextEncoder().encode(value as string), 4, 1);
  if (type === 'options') return writeTable(writer, optionsNamed(table['optionsType'] as number), value as Table);
  if (!type.startsWith('[')) return writeTable(writer, type as TableName, value as Table);
  const of = type.slice(1, -1);
  if (of === 'u8') return writeVector(writer, value as Uint8Array, DATA_ALIGNMENT);
  if (of in NUMBERS) return writeNumbers(writer, of as NumberType, value as readonly number[]);
  return writeTables(writer, of as TableName, value as readonly Table[]);
}

function optionsNamed(number: number): OptionsName {
  const found = Object.entries(OPTION_TYPES).find(([, one]) => one === number)?.[0];
  if (found === undefined) throw new Error(`There are no options of number ${number}`);
  return found as OptionsName;
}

/** `behind`: zeros after it. */
function writeVector(writer: Writer, bytes: Uint8Array, alignment: number, behind = 0): number {
  const at = writer.reserve(4 + bytes.length + behind, alignment, 4);
  writer.put(at, numberBytes('u32', bytes.length));
  writer.put(at + 4, bytes);
  return at;
}

function writeNumbers(writer: Writer, type: NumberType, values: readonly number[]): number {
  const width = NUMBERS[type].bytes;
  const at = writer.reserve(4 + values.length * width, Math.max(4, width), 4);
  writer.put(at, numberBytes('u32', values.length));
  values.forEach((value, i) => writer.put(at + 4 + i * width, numberBytes(type, value)));
  return at;
}

function writeTables(writer: Writer, name: TableName, values: readonly Table[]): number {
  const at = writer.reserve(4 + 4 * values.length, 4);
  writer.put(at, numberBytes('u32', values.length));
  values.forEach((value, i) => writer.put(at + 4 + 4 * i, offset(at + 4 + 4 * i, writeTable(writer, name, value))));
  return at;
}

type NumberType = keyof typeof NUMBERS;

function isNumber(type: string): type is NumberType {
  return type in NUMBERS;
}

const NUMBERS = {
  i8: { bytes: 1, write: (view: DataView, value: number) => view.setInt8(0, value) },
  u8: { bytes: 1, write: (view: DataView, value: number) => view.setUint8(0, value) },
  bool: { bytes: 1, write: (view: DataView, value: number) => view.setUint8(0, value) },
  i32: { bytes: 4, write: (view: DataView, value: number) => view.setInt32(0, value, true) },
  u32: { bytes: 4, write: (view: DataView, value: number) => view.setUint32(0, value, true) },
  f32: { bytes: 4, write: (view: DataView, value: number) => view.setFloat32(0, value, true) },
  i64: { bytes: 8, write: (view: DataView, value: number) => view.setBigInt64(0, BigInt(value), true) },
} as const;

function numberBytes(type: NumberType, value: number): Uint8Array {
  const bytes = new Uint8Array(NUMBERS[type].bytes);
  NUMBERS[type].write(new DataView(bytes.buffer), value);
  return bytes;
}
