import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ActivationFunction } from '../../graph/activations.ts';
import type { ConstantValues, GraphAttributes, GraphEmitter, GraphValue, GraphWindow } from './graph-value.ts';

type Unary =
  | 'Relu'
  | 'Relu6'
  | 'LeakyRelu'
  | 'Elu'
  | 'Gelu'
  | 'Sigmoid'
  | 'Tanh'
  | 'Softmax'
  | 'LogSoftmax'
  | 'Log'
  | 'Exp'
  | 'Rsqrt'
  | 'Floor'
  | 'Round';
type Binary = 'AddV2' | 'Sub' | 'Mul' | 'RealDiv' | 'Maximum' | 'Minimum';
type Comparison = 'Greater' | 'GreaterEqual' | 'Less' | 'LogicalAnd';
type Reduction = 'Mean' | 'Sum' | 'Max';

/** TensorFlow's operations on values whose shapes are known but for the number of items. Every call gives its result this name. */
export interface GraphOps {
  readonly emitter: GraphEmitter;
  constant(name: string, shape: Shape, values: ConstantValues | readonly number[]): GraphValue;
  number(name: string, value: number): GraphValue;
  unary(op: Unary, name: string, x: GraphValue, attributes?: GraphAttributes): GraphValue;
  /** Spreads as TensorFlow does: axes from the last on. */
  binary(op: Binary, name: string, x: GraphValue, y: GraphValue): GraphValue;
  compare(op: Comparison, name: string, x: GraphValue, y: GraphValue): GraphValue;
  select(name: string, where: GraphValue, [x, y]: readonly [GraphValue, GraphValue]): GraphValue;
  reduce(op: Reduction, name: string, x: GraphValue, how: { readonly axes: readonly number[]; readonly keep: boolean }): GraphValue;
  /** To this shape without the axis of the items. */
  reshape(name: string, x: GraphValue, shape: Shape): GraphValue;
  /** Of all axes, the items' among them. */
  transpose(name: string, x: GraphValue, order: readonly number[]): GraphValue;
  concat(name: string, values: readonly [GraphValue, ...GraphValue[]]): GraphValue;
  pool(op: 'MaxPool' | 'AvgPool', name: string, x: GraphValue, at: { readonly window: GraphWindow; readonly shape: Shape }): GraphValue;
  /** `table` by whole numbers along an axis. */
  gather(name: string, table: GraphValue, at: { readonly places: GraphValue; readonly axis: number }): GraphValue;
  cast(name: string, x: GraphValue, type: GraphValue['type']): GraphValue;
  argMax(name: string, x: GraphValue): GraphValue;
  /** The greatest two along the last axis, [N, 2]. */
  greatestTwo(name: string, x: GraphValue): GraphValue;
  matMul(name: string, [x, y]: readonly [GraphValue, GraphValue], isTurned: boolean): GraphValue;
  /** Equal parts along the last axis. */
  split(name: string, x: GraphValue, parts: number): readonly GraphValue[];
  /** Parts of these sizes along the last axis. */
  parts(name: string, x: GraphValue, sizes: readonly number[]): readonly GraphValue[];
  /** [N, T, …] as T values [N, …]. */
  steps(name: string, x: GraphValue): readonly GraphValue[];
  /** Backwards: T values [N, …] as [N, T, …]. */
  stack(name: string, steps: readonly [GraphValue, ...GraphValue[]]): GraphValue;
  reverse(name: string, x: GraphValue): GraphValue;
  /** So many places with this number around the axes between the items and the channels. */
  pad(name: string, x: GraphValue, places: Places): GraphValue;
  resize(op: 'ResizeNearestNeighbor' | 'ResizeBilinear', name: string, x: GraphValue, size: readonly [number, number]): GraphValue;
  activate(name: string, x: GraphValue, how: { readonly function: ActivationFunction; readonly slope: number }): GraphValue;
}

/** Pieces that the operations are made with. */
interface Maker {
  readonly emitter: GraphEmitter;
  /** One result, of the first input's type unless said otherwise. */
  one(op: string, name: string, made: Made): GraphValue;
  integers(name: string, values: readonly number[]): GraphValue;
  whole(name: string, value: number): GraphValue;
}

interface Made {
  readonly inputs: readonly [GraphValue, ...GraphValue[]];
  readonly shape: Shape;
  readonly type?: GraphValue['type'];
  readonly attributes?: GraphAttributes;
}

export function createGraphOps(emitter: GraphEmitter): GraphOps {
  const maker: Maker = {
    emitter,
    one(op, name, { inputs, shape, type = inputs[0].type, attributes = {} }) {
      return emitter.emit({ op, name, inputs, attributes }, [{ shape, type }])[0] as GraphValue;
    },
    integers: (name, values) => emitter.constant(name, [values.length], Int32Array.from(values)),
    whole: (name, value) => emitter.constant(name, [], Int32Array.of(value)),
  };
  const ops: GraphOps = {
    emitter,
    constant: (name, shape, values) => emitter.constant(name, shape, values instanceof Int32Array ? values : Float32Array.from(values)),
    number: (name, value) => emitter.constant(name, [], Float32Array.of(value)),
    ...oneByOne(maker),
    ...overAxes(maker),
    ...ofPlaces(maker),
    ...inParts(maker),
    activate: (name, x, how) => ACTIVATIONS[how.function](ops, name, x, how.slope),
  };
  return ops;
}

function oneByOne({ one }: Maker): Pick<GraphOps, 'unary' | 'binary' | 'compare' | 'select' | 'cast'> {
  return {
    unary: (op, name, x, attributes = {}) => one(op, name, { inputs: [x], shape: x.shape, attributes }),
    binary: (op, name, x, y) => one(op, name, { inputs: [x, y], shape: broadcast(x.shape, y.shape) }),
    compare: (op, name, x, y) => one(op, name, { inputs: [x, y], shape: broadcast(x.shape, y.shape), type: 'bool' }),
    select(name, where, [x, y]) {
      const shape = broadcast(where.shape, broadcast(x.shape, y.shape));
      return one('SelectV2', name, { inputs: [where, x, y], shape, type: x.type });
    },
    cast: (name, x, type) => one('Cast', name, { inputs: [x], shape: x.shape, type }),
  };
}

type AxisOps = 'reduce' | 'reshape' | 'transpose' | 'gather' | 'argMax' | 'greatestTwo' | 'matMul' | 'reverse';

function overAxes({ emitter, one, integers, whole }: Maker): Pick<GraphOps, AxisOps> {
  return {
    reduce(op, name, x, { axes, keep }) {
      const shape = x.shape.flatMap((size, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [size]));
      return one(op, name, { inputs: [x, integers(`${name}/axes`, axes)], shape, attributes: { keep_dims: keep } });
    },
    reshape: (name, x, shape) => one('Reshape', name, { inputs: [x, integers(`${name}/shape`, [-1, ...shape])], shape: [-1, ...shape] }),
    transpose(name, x, order) {
      const shape = order.map(axis => x.shape[axis]!);
      return one('Transpose', name, { inputs: [x, integers(`${name}/order`, order)], shape });
    },
    gather(name, table, { places, axis }) {
      const shape = [...table.shape.slice(0, axis), ...places.shape, ...table.shape.slice(axis + 1)];
      const inputs = [table, places, whole(`${name}/axis`, axis)] as const;
      return one('GatherV2', name, { inputs, shape, attributes: { batch_dims: 0 } });
    },
    argMax(name, x) {
      const inputs = [x, whole(`${name}/axis`, x.shape.length - 1)] as const;
      return one('ArgMax', name, { inputs, shape: x.shape.slice(0, -1), type: 'int32' });
    },
    greatestTwo(name, x) {
      const shape = [...x.shape.slice(0, -1), 2];
      const operation = { op: 'TopKV2', name, inputs: [x, whole(`${name}/two`, 2)], attributes: { sorted: true } };
      const places = { shape, type: 'int32' } as const;
      return emitter.emit(operation, [{ shape, type: 'float32' }, places])[0] as GraphValue;
    },
    matMul(name, [x, y], isTurned) {
      const columns = y.shape.at(isTurned ? -2 : -1) ?? 1;
      const attributes = { adj_x: false, adj_y: isTurned };
      return one('BatchMatMulV2', name, { inputs: [x, y], shape: [...x.shape.slice(0, -1), columns], attributes });
    },
    reverse: (name, x) => one('ReverseV2', name, { inputs: [x, integers(`${name}/axis`, [1])], shape: x.shape }),
  };
}

function ofPlaces({ emitter, one, integers }: Maker): Pick<GraphOps, 'pool' | 'pad' | 'resize'> {
  return {
    pool(op, name, x, { window: { size, strides, padding }, shape }) {
      const window = { ksize: [1, ...size, 1], strides: [1, ...strides, 1], padding: padding.toUpperCase(), data_format: 'NHWC' };
      return one(op, name, { inputs: [x], shape: [-1, ...shape], attributes: window });
    },
    pad(name, x, { before, after, value, shape }) {
      const sides = [0, 0, ...before.flatMap((size, axis) => [size, after[axis]!]), 0, 0];
      const padding = emitter.constant(`${name}/sides`, [sides.length / 2, 2], Int32Array.from(sides));
      const filled = emitter.constant(`${name}/value`, [], Float32Array.of(value));
      return one('PadV2', name, { inputs: [x, padding, filled], shape: [-1, ...shape] });
    },
    resize(op, name, x, size) {
      const attributes = { align_corners: false, half_pixel_centers: true };
      const shape = [-1, ...size, x.shape.at(-1) ?? 1];
      return one(op, name, { inputs: [x, integers(`${name}/size`, size)], shape, attributes });
    },
  };
}

function inParts({ emitter, one, integers, whole }: Maker): Pick<GraphOps, 'concat' | 'split' | 'parts' | 'steps' | 'stack'> {
  const several = (count: number, output: Pick<GraphValue, 'shape' | 'type'>) => Array.from({ length: count }, () => output);
  return {
    concat(name, values) {
      const [{ shape }] = values;
      const last = shape.length - 1;
      const sum = values.reduce((total, value) => total + value.shape[last]!, 0);
      return one('ConcatV2', name, { inputs: [...values, whole(`${name}/axis`, last)], shape: [...shape.slice(0, -1), sum] });
    },
    split(name, x, parts) {
      const last = x.shape.length - 1;
      const shape = [...x.shape.slice(0, -1), x.shape[last]! / parts];
      const operation = { op: 'Split', name, inputs: [whole(`${name}/axis`, last), x], attributes: { num_split: parts } };
      return emitter.emit(operation, several(parts, { shape, type: x.type }));
    },
    parts(name, x, sizes) {
      const axes = x.shape.slice(0, -1);
      return sizes.map((size, i) => {
        const start = sizes.slice(0, i).reduce((sum, before) => sum + before, 0);
        const begin = integers(`${name}/${i}/begin`, [...axes.map(() => 0), start]);
        const length = integers(`${name}/${i}/size`, [...axes.map(() => -1), size]);
        return one('Slice', `${name}/${i}`, { inputs: [x, begin, length], shape: [...axes, size] });
      });
    },
    steps(name, x) {
      const [items, time, ...rest] = x.shape as [number, number, ...number[]];
      const operation = { op: 'Unpack', name, inputs: [x], attributes: { num: time, axis: 1 } };
      return emitter.emit(operation, several(time, { shape: [items, ...rest], type: x.type }));
    },
    stack(name, steps) {
      const [items, ...rest] = steps[0].shape as [number, ...number[]];
      return one('Pack', name, { inputs: steps, shape: [items, steps.length, ...rest], attributes: { axis: 1 } });
    },
  };
}

interface Places {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
  readonly shape: Shape;
}

type Activation = (ops: GraphOps, name: string, x: GraphValue, slope: number) => GraphValue;

const plain =
  (op: Unary): Activation =>
  (ops, name, x) =>
    ops.unary(op, name, x);

const ACTIVATIONS: { readonly [F in ActivationFunction]: Activation } = {
  linear: (_ops, _name, x) => x,
  relu: plain('Relu'),
  relu6: plain('Relu6'),
  'leaky-relu': (ops, name, x, slope) => ops.unary('LeakyRelu', name, x, { alpha: { float: slope } }),
  elu: plain('Elu'),
  gelu: plain('Gelu'),
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  softmax: plain('Softmax'),
  swish: (ops, name, x) => ops.binary('Mul', name, x, ops.unary('Sigmoid', `${name}/gate`, x)),
};

/** -1, the items, is like any number. */
function broadcast(x: Shape, y: Shape): Shape {
  const rank = Math.max(x.length, y.length);
  const at = (shape: Shape, axis: number): number => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = [at(x, axis), at(y, axis)];
    return sizes.includes(-1) ? -1 : Math.max(...sizes);
  });
}
