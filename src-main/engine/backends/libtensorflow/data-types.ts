/** TensorFlow's numbers of types (`TF_DataType`). */
export const DATA_TYPE = {
  float: 1,
  double: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
  half: 19,
  resource: 20,
  uint32: 22,
  uint64: 23,
} as const;

/** Of what is handed to a compiled function. */
export const HOST_TYPES = { float32: DATA_TYPE.float, int32: DATA_TYPE.int32, uint8: DATA_TYPE.uint8 } as const;

/** tfjs-node's numbers of attribute kinds (`TF_AttrType`). */
export const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5, function: 8 } as const;

export type Values =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

interface Layout {
  readonly name: string;
  readonly bytes: number;
  /** The array that values are read into; others that are taken as they are. */
  readonly array: new (buffer: ArrayBuffer) => Values;
  readonly alsoTakes?: readonly (abstract new (...args: never[]) => ArrayBufferView)[];
}

/** Numbers of fixed size; half floats travel as their bits. */
const LAYOUTS: ReadonlyMap<number, Layout> = new Map<number, Layout>([
  [DATA_TYPE.float, { name: 'float32', bytes: 4, array: Float32Array }],
  [DATA_TYPE.double, { name: 'float64', bytes: 8, array: Float64Array }],
  [DATA_TYPE.int32, { name: 'int32', bytes: 4, array: Int32Array }],
  [DATA_TYPE.uint8, { name: 'uint8', bytes: 1, array: Uint8Array, alsoTakes: [Uint8ClampedArray] }],
  [DATA_TYPE.int16, { name: 'int16', bytes: 2, array: Int16Array }],
  [DATA_TYPE.int8, { name: 'int8', bytes: 1, array: Int8Array }],
  [DATA_TYPE.complex64, { name: 'complex64', bytes: 8, array: Float32Array }],
  // tfjs hands 64-bit integers over as pairs of 32-bit ones.
  [DATA_TYPE.int64, { name: 'int64', bytes: 8, array: BigInt64Array, alsoTakes: [Int32Array] }],
  [DATA_TYPE.bool, { name: 'bool', bytes: 1, array: Uint8Array }],
  [DATA_TYPE.bfloat16, { name: 'bfloat16', bytes: 2, array: Uint16Array }],
  [DATA_TYPE.uint16, { name: 'uint16', bytes: 2, array: Uint16Array }],
  [DATA_TYPE.half, { name: 'float16', bytes: 2, array: Uint16Array }],
  [DATA_TYPE.resource, { name: 'resource', bytes: 1, array: Uint8Array }],
  [DATA_TYPE.uint32, { name: 'uint32', bytes: 4, array: Uint32Array }],
  [DATA_TYPE.uint64, { name: 'uint64', bytes: 8, array: BigUint64Array }],
]);

/** Throws for types without a fixed size. */
export function layoutOf(dtype: number): Layout {
  const layout = LAYOUTS.get(dtype);
  if (layout === undefined) throw new Error(`TensorFlow's type number ${dtype} can't be copied in or out`);
  return layout;
}

export function typeName(dtype: number): string {
  return dtype === DATA_TYPE.string ? 'string' : (LAYOUTS.get(dtype)?.name ?? `type ${dtype}`);
}

/** Whether these values may become a tensor of the type as they are. */
export function fits(values: unknown, { array, alsoTakes = [] }: Layout): values is ArrayBufferView {
  return values instanceof array || alsoTakes.some(other => values instanceof other);
}
