/**
 * The tables of a TensorFlow Lite file, by the slots of their fields. Source: TensorFlow, schema.fbs, version 3.
 * A type in brackets is a vector; one with a capital is a table; `options` is a table by the number in the field before it.
 */
export type Fields = Readonly<Record<string, readonly [slot: number, type: string]>>;
export type Scalar = 'i8' | 'u8' | 'bool' | 'i32' | 'u32' | 'f32' | 'i64';
export type TableName = keyof typeof TABLES;

const FUSED = 'fusedActivation';

export const TABLES = {
  Model: {
    version: [0, 'u32'],
    operatorCodes: [1, '[OperatorCode]'],
    subgraphs: [2, '[SubGraph]'],
    description: [3, 'string'],
    metadata: [6, '[Metadata]'],
    signatures: [7, '[Signature]'],
    // Last, so that a file that was cut off lacks a part of one.
    buffers: [4, '[Buffer]'],
  },
  OperatorCode: { deprecatedCode: [0, 'i8'], customCode: [1, 'string'], version: [2, 'i32'], code: [3, 'i32'] },
  SubGraph: {
    tensors: [0, '[Tensor]'],
    inputs: [1, '[i32]'],
    outputs: [2, '[i32]'],
    operators: [3, '[Operator]'],
    name: [4, 'string'],
  },
  Tensor: {
    shape: [0, '[i32]'],
    type: [1, 'i8'],
    buffer: [2, 'u32'],
    name: [3, 'string'],
    quantization: [4, 'Quantization'],
    isVariable: [5, 'bool'],
    sparsity: [6, 'Sparsity'],
    shapeSignature: [7, '[i32]'],
  },
  Quantization: { scale: [2, '[f32]'], zeroPoint: [3, '[i64]'], axis: [6, 'i32'] },
  Sparsity: {},
  Operator: { opcode: [0, 'u32'], inputs: [1, '[i32]'], outputs: [2, '[i32]'], optionsType: [3, 'u8'], options: [4, 'options'] },
  Buffer: { data: [0, '[u8]'] },
  Metadata: { name: [0, 'string'], buffer: [1, 'u32'] },
  Signature: { inputs: [0, '[TensorMap]'], outputs: [1, '[TensorMap]'], key: [2, 'string'], subgraph: [4, 'u32'] },
  TensorMap: { name: [0, 'string'], tensor: [1, 'u32'] },
  Conv2DOptions: {
    padding: [0, 'i8'],
    strideWidth: [1, 'i32'],
    strideHeight: [2, 'i32'],
    [FUSED]: [3, 'i8'],
    dilationWidth: [4, 'i32'],
    dilationHeight: [5, 'i32'],
  },
  DepthwiseConv2DOptions: {
    padding: [0, 'i8'],
    strideWidth: [1, 'i32'],
    strideHeight: [2, 'i32'],
    multiplier: [3, 'i32'],
    [FUSED]: [4, 'i8'],
    dilationWidth: [5, 'i32'],
    dilationHeight: [6, 'i32'],
  },
  TransposeConvOptions: { padding: [0, 'i8'], strideWidth: [1, 'i32'], strideHeight: [2, 'i32'], [FUSED]: [3, 'i8'] },
  Pool2DOptions: {
    padding: [0, 'i8'],
    strideWidth: [1, 'i32'],
    strideHeight: [2, 'i32'],
    width: [3, 'i32'],
    height: [4, 'i32'],
    [FUSED]: [5, 'i8'],
  },
  FullyConnectedOptions: { [FUSED]: [0, 'i8'], weightsFormat: [1, 'i8'], keepsAxes: [2, 'bool'] },
  SoftmaxOptions: { beta: [0, 'f32'] },
  ConcatenationOptions: { axis: [0, 'i32'], [FUSED]: [1, 'i8'] },
  AddOptions: { [FUSED]: [0, 'i8'] },
  SubOptions: { [FUSED]: [0, 'i8'] },
  MulOptions: { [FUSED]: [0, 'i8'] },
  DivOptions: { [FUSED]: [0, 'i8'] },
  ReshapeOptions: { shape: [0, '[i32]'] },
  ReducerOptions: { keepsAxes: [0, 'bool'] },
  GatherOptions: { axis: [0, 'i32'], batchAxes: [1, 'i32'] },
  SqueezeOptions: { axes: [0, '[i32]'] },
  StridedSliceOptions: {
    beginMask: [0, 'i32'],
    endMask: [1, 'i32'],
    ellipsisMask: [2, 'i32'],
    newAxisMask: [3, 'i32'],
    shrinkAxisMask: [4, 'i32'],
  },
  SplitOptions: { parts: [0, 'i32'] },
  CastOptions: { from: [0, 'i8'], to: [1, 'i8'] },
  ArgMaxOptions: { type: [0, 'i8'] },
  PackOptions: { count: [0, 'i32'], axis: [1, 'i32'] },
  UnpackOptions: { count: [0, 'i32'], axis: [1, 'i32'] },
  ResizeBilinearOptions: { alignsCorners: [2, 'bool'], halfPixelCentres: [3, 'bool'] },
  ResizeNearestNeighborOptions: { alignsCorners: [0, 'bool'], halfPixelCentres: [1, 'bool'] },
  LeakyReluOptions: { slope: [0, 'f32'] },
  BatchMatMulOptions: { turnsFirst: [0, 'bool'], turnsSecond: [1, 'bool'] },
  GeluOptions: { approximates: [0, 'bool'] },
  UnidirectionalSequenceLSTMOptions: { [FUSED]: [0, 'i8'], cellClip: [1, 'f32'], projectionClip: [2, 'f32'], timeFirst: [3, 'bool'] },
  ShapeOptions: { type: [0, 'i8'] },
} as const satisfies Readonly<Record<string, Fields>>;

/** Numbers of the tables of options. */
export const OPTION_TYPES = {
  Conv2DOptions: 1,
  DepthwiseConv2DOptions: 2,
  Pool2DOptions: 5,
  FullyConnectedOptions: 8,
  SoftmaxOptions: 9,
  ConcatenationOptions: 10,
  AddOptions: 11,
  ResizeBilinearOptions: 15,
  ReshapeOptions: 17,
  MulOptions: 21,
  GatherOptions: 23,
  ReducerOptions: 27,
  SubOptions: 28,
  DivOptions: 29,
  SqueezeOptions: 30,
  StridedSliceOptions: 32,
  SplitOptions: 35,
  CastOptions: 37,
  ArgMaxOptions: 40,
  TransposeConvOptions: 49,
  ShapeOptions: 55,
  PackOptions: 59,
  UnpackOptions: 64,
  UnidirectionalSequenceLSTMOptions: 71,
  ResizeNearestNeighborOptions: 74,
  LeakyReluOptions: 75,
  BatchMatMulOptions: 101,
  GeluOptions: 116,
} as const satisfies Readonly<Partial<Record<TableName, number>>>;
export type OptionsName = keyof typeof OPTION_TYPES;

/** Numbers of the types of tensors. */
export const TENSOR_TYPES = {
  float32: 0,
  float16: 1,
  int32: 2,
  uint8: 3,
  int64: 4,
  bool: 6,
  int16: 7,
  int8: 9,
  float64: 10,
  int4: 17,
} as const;

export const PADDINGS = { same: 0, valid: 1 } as const;
/** What an operator may do to its result. */
export const FUSED_ACTIVATIONS = { none: 0, RELU: 1, RELU6: 3 } as const;

export interface QuantizationTable {
  readonly scale?: readonly number[];
  readonly zeroPoint?: readonly number[];
  readonly axis?: number;
}

export interface TensorTable {
  readonly shape?: readonly number[];
  readonly type?: number;
  readonly buffer?: number;
  readonly name?: string;
  readonly quantization?: QuantizationTable;
  readonly isVariable?: boolean;
  readonly sparsity?: object;
  readonly shapeSignature?: readonly number[];
}

export type OptionsTable = Readonly<Record<string, number | boolean | readonly number[] | undefined>>;

export interface OperatorTable {
  readonly opcode?: number;
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
  readonly optionsType?: number;
  readonly options?: OptionsTable;
}

interface SubGraphTable {
  readonly tensors?: readonly TensorTable[];
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
  readonly operators?: readonly OperatorTable[];
  readonly name?: string;
}

interface SignatureTable {
  readonly inputs?: readonly { readonly name?: string; readonly tensor?: number }[];
  readonly outputs?: readonly { readonly name?: string; readonly tensor?: number }[];
  readonly key?: string;
  readonly subgraph?: number;
}

/** What a file is. A field that is left out is 0, or empty, unless the schema says otherwise. */
export interface ModelTable {
  readonly version?: number;
  readonly operatorCodes?: readonly {
    readonly deprecatedCode?: number;
    readonly customCode?: string;
    readonly version?: number;
    readonly code?: number;
  }[];
  readonly subgraphs?: readonly SubGraphTable[];
  readonly description?: string;
  readonly metadata?: readonly { readonly name?: string; readonly buffer?: number }[];
  readonly signatures?: readonly SignatureTable[];
  readonly buffers?: readonly { readonly data?: Uint8Array }[];
}
