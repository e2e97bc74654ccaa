import type { GraphOperation, GraphValue } from '../tensorflow/graph-value.ts';
import type { LiteForm } from './lite-value.ts';
import type { OperatorName } from './operator-names.ts';
import { PADDINGS, TENSOR_TYPES } from './schema.ts';

type Form = (operation: GraphOperation, outputs: readonly GraphValue[]) => LiteForm;

function attribute<T>({ attributes = {} }: GraphOperation, name: string): T {
  return attributes[name] as T;
}

/** The same inputs in the same order, and nothing to say. */
const plain =
  (code: OperatorName): Form =>
  ({ inputs }) => ({ code, inputs: inputs.map(({ name }) => name) });

const fusable =
  (code: OperatorName, table: 'AddOptions' | 'SubOptions' | 'MulOptions' | 'DivOptions'): Form =>
  operation => ({ ...plain(code)(operation, []), options: { table, values: { fusedActivation: 0 } } });

const reducing =
  (code: OperatorName): Form =>
  operation => ({
    ...plain(code)(operation, []),
    options: { table: 'ReducerOptions', values: { keepsAxes: attribute(operation, 'keep_dims') === true } },
  });

const pooling =
  (code: OperatorName): Form =>
  operation => {
    const { ksize, strides, padding } = operation.attributes as { ksize: number[]; strides: number[]; padding: string };
    const values = {
      padding: PADDINGS[padding.toLowerCase() as keyof typeof PADDINGS],
      strideHeight: strides[1]!,
      strideWidth: strides[2]!,
      height: ksize[1]!,
      width: ksize[2]!,
      fusedActivation: 0,
    };
    return { ...plain(code)(operation, []), options: { table: 'Pool2DOptions', values } };
  };

/** TensorFlow's operations that the layers are written in, but those with kernels, as operators of TensorFlow Lite's. */
export const LITE_FORMS: Readonly<Record<string, Form>> = {
  Relu: plain('RELU'),
  Relu6: plain('RELU6'),
  LeakyRelu: operation => ({
    ...plain('LEAKY_RELU')(operation, []),
    options: { table: 'LeakyReluOptions', values: { slope: attribute<{ float: number }>(operation, 'alpha').float } },
  }),
  Elu: plain('ELU'),
  Gelu: operation => ({ ...plain('GELU')(operation, []), options: { table: 'GeluOptions', values: { approximates: false } } }),
  Sigmoid: plain('LOGISTIC'),
  Tanh: plain('TANH'),
  Softmax: operation => ({ ...plain('SOFTMAX')(operation, []), options: { table: 'SoftmaxOptions', values: { beta: 1 } } }),
  LogSoftmax: plain('LOG_SOFTMAX'),
  Log: plain('LOG'),
  Exp: plain('EXP'),
  Rsqrt: plain('RSQRT'),
  Floor: plain('FLOOR'),
  Round: plain('ROUND'),
  AddV2: fusable('ADD', 'AddOptions'),
  Sub: fusable('SUB', 'SubOptions'),
  Mul: fusable('MUL', 'MulOptions'),
  RealDiv: fusable('DIV', 'DivOptions'),
  Maximum: plain('MAXIMUM'),
  Minimum: plain('MINIMUM'),
  Greater: plain('GREATER'),
  GreaterEqual: plain('GREATER_EQUAL'),
  Less: plain('LESS'),
  LogicalAnd: plain('LOGICAL_AND'),
  SelectV2: plain('SELECT_V2'),
  Mean: reducing('MEAN'),
  Sum: reducing('SUM'),
  Max: reducing('REDUCE_MAX'),
  Reshape: plain('RESHAPE'),
  Transpose: plain('TRANSPOSE'),
  Slice: plain('SLICE'),
  PadV2: plain('PADV2'),
  ReverseV2: plain('REVERSE_V2'),
  TopKV2: plain('TOPK_V2'),
  MaxPool: pooling('MAX_POOL_2D'),
  AvgPool: pooling('AVERAGE_POOL_2D'),
  ConcatV2: (operation, [made]) => ({
    code: 'CONCATENATION',
    inputs: operation.inputs.slice(0, -1).map(({ name }) => name),
    options: { table: 'ConcatenationOptions', values: { axis: (made?.shape.length ?? 1) - 1, fusedActivation: 0 } },
  }),
  GatherV2(operation, [made]) {
    const [table, places] = operation.inputs as readonly [GraphValue, GraphValue];
    // The places are either those of every item, or a list of its own for the last axis.
    const axis = places.shape[0] === -1 ? 0 : (made?.shape.length ?? 1) - 1;
    return { code: 'GATHER', inputs: [table.name, places.name], options: { table: 'GatherOptions', values: { axis, batchAxes: 0 } } };
  },
  Cast: (operation, [made]) => ({
    ...plain('CAST')(operation, []),
    options: {
      table: 'CastOptions',
      values: { from: TENSOR_TYPES[operation.inputs[0]!.type], to: TENSOR_TYPES[made?.type ?? 'float32'] },
    },
  }),
  ArgMax: operation => ({ ...plain('ARG_MAX')(operation, []), options: { table: 'ArgMaxOptions', values: { type: TENSOR_TYPES.int32 } } }),
  Shape: operation => ({ ...plain('SHAPE')(operation, []), options: { table: 'ShapeOptions', values: { type: TENSOR_TYPES.int32 } } }),
  BatchMatMulV2: operation => ({
    ...plain('BATCH_MATMUL')(operation, []),
    options: { table: 'BatchMatMulOptions', values: { turnsFirst: false, turnsSecond: attribute(operation, 'adj_y') === true } },
  }),
  Split: (operation, outputs) => ({
    ...plain('SPLIT')(operation, []),
    options: { table: 'SplitOptions', values: { parts: outputs.length } },
  }),
  Unpack: (operation, outputs) => ({
    ...plain('UNPACK')(operation, []),
    options: { table: 'UnpackOptions', values: { count: outputs.length, axis: 1 } },
  }),
  Pack: operation => ({
    ...plain('PACK')(operation, []),
    options: { table: 'PackOptions', values: { count: operation.inputs.length, axis: 1 } },
  }),
  ResizeBilinear: operation => ({
    ...plain('RESIZE_BILINEAR')(operation, []),
    options: { table: 'ResizeBilinearOptions', values: { alignsCorners: false, halfPixelCentres: true } },
  }),
  ResizeNearestNeighbor: operation => ({
    ...plain('RESIZE_NEAREST_NEIGHBOR')(operation, []),
    options: { table: 'ResizeNearestNeighborOptions', values: { alignsCorners: false, halfPixelCentres: true } },
  }),
};
