import { canonicalJson } from './json.ts';

/** Named arrays and a JSON text, as one file. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: Readonly<Record<string, FileTensor>>;
}

export interface FileTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;
}

type Dtype = 'F32' | 'F64' | 'I32' | 'U32' | 'U8';

const MAX_HEADER_BYTES = 100_000_000;

/**
 * Safetensors: 8 bytes little-endian header length, JSON header (`__metadata__`, then name → dtype, shape,
 * data_offsets), arrays end to end. Same content, same bytes: keys sorted, arrays in name order.
 * Source: huggingface/safetensors format description.
 */
export function encodeTensorFile(file: TensorFile): Uint8Array {
  const parts = tensorFileParts(file);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** The same bytes in pieces, of which the arrays are not copies: for files that are written while little memory is left. */
export function tensorFileParts(file: TensorFile): readonly Uint8Array[] {
  const names = Object.keys(file.tensors).sort();
  for (const name of names) {
    const { shape, values } = file.tensors[name]!;
    const size = sizeOf(shape);
    if (size !== values.length)
      throw new Error(`Tensor '${name}' of shape [${shape.join(', ')}] needs ${size} values, got ${values.length}`);
  }
  const shapes = Object.fromEntries(
    names.map(name => [name, { shape: file.tensors[name]!.shape, dtype: dtypeOf(file.tensors[name]!.values) }]),
  );
  const { text, padded } = layoutOf(file.metadata, shapes);
  const head = new Uint8Array(8 + padded).fill(0x20, 8 + text.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(text, 8);
  const arrays = names.map(name => {
    const { buffer, byteOffset, byteLength } = file.tensors[name]!.values;
    return new Uint8Array(buffer, byteOffset, byteLength);
  });
  return [head, ...arrays];
}

/** Length of the file of these arrays, whatever their values. */
export function tensorFileBytes(metadata: TensorFile['metadata'], tensors: Readonly<Record<string, TensorForm>>): number {
  const { padded, offset } = layoutOf(metadata, tensors);
  return 8 + padded + offset;
}

export interface TensorForm {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
}

function layoutOf(metadata: TensorFile['metadata'], tensors: Readonly<Record<string, TensorForm>>) {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const name of Object.keys(tensors).sort()) {
    const { shape, dtype } = tensors[name]!;
    const end = offset + sizeOf(shape) * DTYPES[dtype].BYTES_PER_ELEMENT;
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(canonicalJson(header));
  return { text, padded: Math.ceil(text.length / 8) * 8, offset };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Copies the arrays out. Throws a plain Error that says what is wrong; sizes are checked before anything is allocated. */
export function decodeTensorFile(bytes: Uint8Array): TensorFile {
  if (bytes.length < 8) throw new Error(`A tensor file has at least 8 bytes, got ${bytes.length}`);
  const headerBytes = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (headerBytes > Math.min(MAX_HEADER_BYTES, bytes.length - 8))
    throw new Error(`The header claims ${headerBytes} bytes, the file has ${bytes.length}`);
  const header = parseHeader(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerBytes)));
  const { __metadata__: metadata = {}, ...entries } = header;
  const body = bytes.subarray(8 + headerBytes);
  assertNoOverlap(entries, body.length);
  const tensors = Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, readTensor(name, entry, body)]));
  return { metadata: metadata as Record<string, string>, tensors };
}

function parseHeader(text: string): Record<string, unknown> {
  const header: unknown = JSON.parse(text);
  if (header === null || typeof header !== 'object' || Array.isArray(header)) throw new Error('The header is not an object');
  return header as Record<string, unknown>;
}

/** Entries that share bytes could ask for far more memory than the file has. */
function assertNoOverlap(entries: Readonly<Record<string, unknown>>, available: number): void {
  const claimed = Object.values(entries).reduce((sum: number, entry) => {
    const { data_offsets: offsets } = (entry ?? {}) as { data_offsets?: unknown };
    return isSizes(offsets) && offsets.length === 2 ? sum + Math.max(0, offsets[1]! - offsets[0]!) : sum;
  }, 0);
  if (claimed > available) throw new Error(`The tensors claim ${claimed} bytes together, the file has ${available} for them`);
}

function readTensor(name: string, entry: unknown, body: Uint8Array): FileTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as { dtype?: Dtype; shape?: unknown; data_offsets?: unknown };
  const make = dtype === undefined ? undefined : DTYPES[dtype];
  if (make === undefined || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    throw new Error(`Tensor '${name}' has a malformed entry`);
  const [start, end] = offsets as [number, number];
  const length = shape.reduce((product, n) => product * n, 1);
  if (end > body.length || end - start !== length * make.BYTES_PER_ELEMENT) {
    throw new Error(`Tensor '${name}' of shape [${shape.join(', ')}] does not fit bytes ${start} to ${end} of ${body.length}`);
  }
  // A copy, so that the array is aligned. Node's Buffer has a `slice` of its own that makes none.
  return { shape, values: new make(new Uint8Array(body.subarray(start, end)).buffer) };
}

const DTYPES = { F32: Float32Array, F64: Float64Array, I32: Int32Array, U32: Uint32Array, U8: Uint8Array } as const;

function dtypeOf(values: FileTensor['values']): Dtype {
  const found = (Object.keys(DTYPES) as Dtype[]).find(dtype => values instanceof DTYPES[dtype]);
  if (found === undefined) throw new Error(`${values.constructor.name} can't be stored`);
  return found;
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(n => Number.isSafeInteger(n) && n >= 0);
}
