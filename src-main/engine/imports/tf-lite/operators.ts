import { Unsupported } from '../foreign-graph.ts';
import { overImage, PLACE_OPERATORS } from '../saved-model/place-operators.ts';
import { SHAPE_OPERATORS } from '../saved-model/shape-operators.ts';
import { add, input, part, require, whole, type TranslationCall } from '../saved-model/translation.ts';
import { VALUE_OPERATORS } from '../saved-model/value-operators.ts';
import { as, clipped, fused, optionsOf, type LiteCall, type LiteTable, type LiteTranslator, windowOf } from './lite-call.ts';
import { LSTM_OPERATORS } from './lstm.ts';
import { WEIGHTED_OPERATORS } from './weighted.ts';

const TENSORFLOW = { ...VALUE_OPERATORS, ...PLACE_OPERATORS, ...SHAPE_OPERATORS };

const like = (op: string): LiteTranslator => as(TENSORFLOW, op);

const reduced = (op: string): LiteTranslator => as(TENSORFLOW, op, ({ flag }) => ({ keep_dims: { b: flag('keepsAxes') } }));

const copied: LiteTranslator = call => void call.to.same.set(`${call.node.name}:0`, input(call, 0));

/** All arguments in their order. */
const named =
  (op: string): LiteTranslator =>
  call =>
    void add(call, op, { inputs: call.node.inputs.map((_input, i) => input(call, i)) });

const pool = (op: string): LiteTranslator =>
  fused(call => {
    const options = optionsOf(call.options);
    overImage(call, 0, { op, attributes: { ...windowOf(call), kernel_shape: [options.number('height'), options.number('width')] } });
  });

/** Numbers of ONNX's types, by TensorFlow Lite's. */
const TYPES: Readonly<Record<number, number>> = { 0: 1, 1: 10, 2: 6, 3: 2, 4: 7, 6: 9, 7: 5, 9: 3, 10: 11 };

const resized = (op: string): LiteTranslator =>
  as(TENSORFLOW, op, ({ flag }) => ({ align_corners: { b: flag('alignsCorners') }, half_pixel_centers: { b: flag('halfPixelCentres') } }));

function concatenated(call: LiteCall): void {
  const inputs = call.node.inputs.map((_input, i) => input(call, i));
  add(call, 'Concat', { inputs, attributes: { axis: optionsOf(call.options).number('axis') } });
}

function gathered(call: LiteCall): void {
  const options = optionsOf(call.options);
  require(options.number('batchAxes') === 0, 'one look-up for all items is required');
  add(call, 'Gather', { inputs: [input(call, 0), input(call, 1)], attributes: { axis: options.number('axis') } });
}

/** Of two values from the input, or of one and a matrix. */
function product(call: LiteCall): void {
  require(call.options['turnsFirst'] !== true, 'a product with the turned input is not read');
  add(call, 'MatMul', { inputs: [input(call, 0), call.options['turnsSecond'] === true ? turnedAt(call, 1) : input(call, 1)] });
}

function turnedAt(call: LiteCall, place: number): string {
  const axes = Array.from({ length: call.rankOf(place) }, (_, axis) => axis);
  if (axes.length < 2) throw new Unsupported('a matrix is required');
  const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
  return part(call, 'matrix', 'Transpose', { inputs: [input(call, place)], attributes: { perm } });
}

/** Its new shape is an argument, or a setting of older files. */
function reshape(call: LiteCall): void {
  const given = call.node.inputs.length > 1 ? input(call, 1) : whole(call, 'shape', optionsOf(call.options).list('shape'));
  add(call, 'Reshape', { inputs: [input(call, 0), given] });
}

function softmax(call: LiteCall): void {
  const beta = optionsOf(call.options).number('beta');
  require(beta === 1, `a softmax with beta 1 is required, got ${beta}`);
  add(call, 'Softmax', { inputs: [input(call, 0)], attributes: { axis: -1 } });
}

/** One slope for each channel, which are last there: [1, …, channels]. */
function parametric(call: TranslationCall): void {
  const slope = part(call, 'slope', 'Reshape', { inputs: [input(call, 1), whole(call, 'slopes', [-1])] });
  add(call, 'PRelu', { inputs: [input(call, 0), slope] });
}

export const LITE_OPERATORS: LiteTable = {
  ...WEIGHTED_OPERATORS,
  ...LSTM_OPERATORS,

  // Steps are read as the numbers they stand for.
  QUANTIZE: copied,
  DEQUANTIZE: copied,

  ADD: fused(like('AddV2')),
  SUB: fused(like('Sub')),
  MUL: fused(like('Mul')),
  DIV: fused(like('RealDiv')),
  ADD_N: like('AddN'),
  MAXIMUM: like('Maximum'),
  MINIMUM: like('Minimum'),
  POW: like('Pow'),
  NEG: like('Neg'),
  ABS: like('Abs'),
  SQRT: like('Sqrt'),
  RSQRT: like('Rsqrt'),
  EXP: like('Exp'),
  LOG: like('Log'),
  SQUARE: like('Square'),
  SQUARED_DIFFERENCE: like('SquaredDifference'),
  FLOOR: like('Floor'),
  LESS: like('Less'),
  GREATER: like('Greater'),
  EQUAL: like('Equal'),
  LOGICAL_AND: like('LogicalAnd'),
  LOGICAL_OR: like('LogicalOr'),
  LOGICAL_NOT: like('LogicalNot'),
  SELECT: like('Select'),
  SELECT_V2: like('SelectV2'),

  RELU: like('Relu'),
  RELU6: like('Relu6'),
  RELU_N1_TO_1: call => clipped(call, input(call, 0), [-1, 1]),
  LEAKY_RELU: as(TENSORFLOW, 'LeakyRelu', ({ number }) => ({ alpha: { f: number('slope') } })),
  PRELU: parametric,
  ELU: like('Elu'),
  GELU: call =>
    void add(call, 'Gelu', {
      inputs: [input(call, 0)],
      attributes: { approximate: call.options['approximates'] === true ? 'tanh' : 'none' },
    }),
  HARD_SWISH: named('HardSwish'),
  LOGISTIC: like('Sigmoid'),
  TANH: like('Tanh'),
  SOFTMAX: softmax,
  LOG_SOFTMAX: like('LogSoftmax'),

  BATCH_MATMUL: product,
  MAX_POOL_2D: pool('MaxPool'),
  AVERAGE_POOL_2D: pool('AveragePool'),
  RESIZE_NEAREST_NEIGHBOR: resized('ResizeNearestNeighbor'),
  RESIZE_BILINEAR: resized('ResizeBilinear'),

  MEAN: reduced('Mean'),
  SUM: reduced('Sum'),
  REDUCE_MAX: reduced('Max'),
  REDUCE_MIN: reduced('Min'),
  REDUCE_PROD: reduced('Prod'),

  RESHAPE: reshape,
  TRANSPOSE: like('Transpose'),
  EXPAND_DIMS: like('ExpandDims'),
  SQUEEZE: as(TENSORFLOW, 'Squeeze', ({ list }) => ({ squeeze_dims: { list: { i: [...list('axes')] } } })),
  SHAPE: like('Shape'),
  SLICE: like('Slice'),
  STRIDED_SLICE: as(TENSORFLOW, 'StridedSlice', ({ number }) => ({
    begin_mask: { i: number('beginMask') },
    end_mask: { i: number('endMask') },
    ellipsis_mask: { i: number('ellipsisMask') },
    new_axis_mask: { i: number('newAxisMask') },
    shrink_axis_mask: { i: number('shrinkAxisMask') },
  })),
  PACK: as(TENSORFLOW, 'Pack', ({ number }) => ({ axis: { i: number('axis') } })),
  CONCATENATION: fused(concatenated),
  UNPACK: as(TENSORFLOW, 'Unpack', ({ number }) => ({ num: { i: number('count') }, axis: { i: number('axis') } })),
  REVERSE_V2: like('ReverseV2'),
  TILE: like('Tile'),
  SPACE_TO_BATCH_ND: like('SpaceToBatchND'),
  BATCH_TO_SPACE_ND: like('BatchToSpaceND'),
  SPLIT: as(TENSORFLOW, 'Split', ({ number }) => ({ num_split: { i: number('parts') } })),
  SPLIT_V: like('SplitV'),
  GATHER: gathered,
  PAD: like('Pad'),
  PADV2: like('PadV2'),
  FILL: like('Fill'),
  RANGE: like('Range'),
  BROADCAST_TO: named('Expand'),
  CAST: call => void add(call, 'Cast', { inputs: [input(call, 0)], attributes: { to: TYPES[optionsOf(call.options).number('to')] ?? 1 } }),
};
