import { TENSOR_TYPES, type TensorTable } from './schema.ts';

/** How numbers lie in an input or output of a file. */
interface Form {
  write(values: Float32Array): ArrayBufferView;
  read(bytes: Uint8Array<ArrayBuffer>): ArrayLike<number>;
}

const FORMS: Readonly<Record<number, Form>> = {
  [TENSOR_TYPES.float32]: { write: values => values, read: ({ buffer }) => new Float32Array(buffer) },
  [TENSOR_TYPES.int32]: { write: values => Int32Array.from(values, Math.round), read: ({ buffer }) => new Int32Array(buffer) },
  [TENSOR_TYPES.int64]: {
    write: values => BigInt64Array.from(values, value => BigInt(Math.round(value))),
    read: ({ buffer }) => Float64Array.from(new BigInt64Array(buffer), Number),
  },
  [TENSOR_TYPES.int8]: { write: values => Int8Array.from(values, within(-128, 127)), read: ({ buffer }) => new Int8Array(buffer) },
  [TENSOR_TYPES.uint8]: { write: values => Uint8Array.from(values, within(0, 255)), read: bytes => bytes },
};

function within(least: number, most: number): (value: number) => number {
  return value => Math.min(Math.max(Math.round(value), least), most);
}

export function isKnown({ type = 0 }: TensorTable): boolean {
  return Object.hasOwn(FORMS, type);
}

/** Numbers as an input has them, steps of its grid where it has one. */
export function numbersFor({ type = 0, quantization }: TensorTable, values: Float32Array): ArrayBufferView {
  const [scale] = quantization?.scale ?? [];
  const zero = quantization?.zeroPoint?.[0] ?? 0;
  return FORMS[type]!.write(scale === undefined ? values : values.map(value => value / scale + zero));
}

/** What an output's bytes stand for. */
export function numbersFrom({ type = 0, quantization }: TensorTable, bytes: Uint8Array): Float32Array {
  const [scale = 1] = quantization?.scale ?? [];
  const zero = quantization?.zeroPoint?.[0] ?? 0;
  return Float32Array.from(FORMS[type]!.read(bytes.slice()), value => (value - zero) * scale);
}
