import { sizeOf } from '../../graph/shape-checks.ts';
import { Unsupported, type ForeignTensor } from '../foreign-graph.ts';
import {
  assertGrowth,
  broadcastShape,
  elementwise,
  joinedAlong,
  reduced,
  spreadTo,
  stridesOf,
  taken,
  tensorOf,
  turned,
  walk,
  whole,
} from './arrays.ts';
import { axisAt, constant, int, ints, numbers, optionalConstant, sameNumber, type OpCall } from './call.ts';

/** Operators of constants, most of them on sizes: what they give is known before anything runs. */
export type Folding = (call: OpCall) => ForeignTensor | readonly ForeignTensor[];

const unary =
  (compute: (value: number) => number): Folding =>
  call =>
    elementwise([constant(call, 0)], compute);

const among =
  (compute: (...values: number[]) => number): Folding =>
  call =>
    elementwise(
      call.inputs.map((_input, i) => constant(call, i)),
      compute,
    );

/** Of two, the second of which may be left out nowhere. */
const pair = (compute: (a: number, b: number) => number): Folding => among((a = 0, b = 0) => compute(a, b));

const over =
  (combine: (values: readonly number[]) => number): Folding =>
  call => {
    const tensor = constant(call, 0);
    const given = numbers(call, 1, 'axes');
    const axes = (given ?? tensor.shape.map((_size, axis) => axis)).map(axis => axisAt(axis, tensor.shape.length));
    const kept = reduced(tensor, axes, combine);
    return int(call, 'keepdims', 1) === 1 ? kept : { ...kept, shape: kept.shape.filter((_size, axis) => !axes.includes(axis)) };
  };

const same: Folding = call => constant(call, 0);
const truth = (value: boolean): number => (value ? 1 : 0);
const divided = (a: number, b: number, isWhole: boolean): number => (isWhole ? Math.trunc(a / b) : a / b);

/** Element types of whole numbers and truth values. */
const WHOLE: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7, 9, 12, 13]);

export const FOLDINGS: Readonly<Record<string, Folding>> = {
  Identity: same,
  Dropout: same,
  Cast: call => cast(constant(call, 0), int(call, 'to', 1)),
  CastLike: call => cast(constant(call, 0), constant(call, 1).values instanceof Float32Array ? 1 : 7),
  Add: pair((a, b) => a + b),
  Sub: pair((a, b) => a - b),
  Mul: pair((a, b) => a * b),
  Div: call =>
    elementwise([constant(call, 0), constant(call, 1)], (a = 0, b = 1) => divided(a, b, constant(call, 0).values instanceof Float64Array)),
  Pow: pair((a, b) => a ** b),
  Mod: pair((a, b) => (b === 0 ? 0 : a - Math.floor(a / b) * b)),
  Max: among((...values) => Math.max(...values)),
  Min: among((...values) => Math.min(...values)),
  Sum: among((...values) => values.reduce((sum, value) => sum + value, 0)),
  Neg: unary(value => -value),
  Abs: unary(Math.abs),
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Erf: unary(() => {
    throw new Unsupported('the error function of a constant is not worked out');
  }),
  Reciprocal: unary(value => 1 / value),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Tanh: unary(Math.tanh),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Not: unary(value => truth(value === 0)),
  Equal: among((a, b) => truth(a === b)),
  Less: pair((a, b) => truth(a < b)),
  Greater: pair((a, b) => truth(a > b)),
  LessOrEqual: pair((a, b) => truth(a <= b)),
  GreaterOrEqual: pair((a, b) => truth(a >= b)),
  And: among((a, b) => truth(a !== 0 && b !== 0)),
  Or: among((a, b) => truth(a !== 0 || b !== 0)),
  Where: among((test = 0, yes = 0, no = 0) => (test !== 0 ? yes : no)),
  ReduceProd: over(values => values.reduce((product, value) => product * value, 1)),
  ReduceSum: over(values => values.reduce((sum, value) => sum + value, 0)),
  ReduceL2: over(values => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))),
  ReduceMax: over(values => values.reduce((a, b) => Math.max(a, b), -Infinity)),
  ReduceMin: over(values => values.reduce((a, b) => Math.min(a, b), Infinity)),
  ReduceMean: over(values => values.reduce((sum, value) => sum + value, 0) / values.length),
  Shape: call => {
    const { shape } = constant(call, 0);
    return whole(shape.slice(int(call, 'start', 0), int(call, 'end', shape.length)));
  },
  Size: call => whole([sizeOf(constant(call, 0).shape)], []),
  Reshape: call => reshape(constant(call, 0), numbers(call, 1, 'shape') ?? []),
  Flatten(call) {
    const tensor = constant(call, 0);
    const axis = int(call, 'axis', 1);
    return { ...tensor, shape: [sizeOf(tensor.shape.slice(0, axis)), sizeOf(tensor.shape.slice(axis))] };
  },
  Transpose: call =>
    turned(
      constant(call, 0),
      ints(call, 'perm') ??
        constant(call, 0)
          .shape.map((_size, axis) => axis)
          .reverse(),
    ),
  Squeeze(call) {
    const tensor = constant(call, 0);
    const axes = numbers(call, 1, 'axes')?.map(axis => axisAt(axis, tensor.shape.length));
    return { ...tensor, shape: tensor.shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))) };
  },
  Unsqueeze: call => unsqueeze(constant(call, 0), numbers(call, 1, 'axes') ?? []),
  Concat(call) {
    const parts = call.inputs.map((_input, i) => constant(call, i));
    return joinedAlong(parts, axisAt(int(call, 'axis', 0), parts[0]?.shape.length ?? 0));
  },
  Gather(call) {
    const [tensor, places] = [constant(call, 0), constant(call, 1)];
    const axis = axisAt(int(call, 'axis', 0), tensor.shape.length);
    const found = taken(tensor, axis, [...places.values]);
    return { ...found, shape: [...tensor.shape.slice(0, axis), ...places.shape, ...tensor.shape.slice(axis + 1)] };
  },
  Slice: call => slice(call),
  Split: call => split(call),
  Expand: call => spreadTo(constant(call, 0), broadcastShape([constant(call, 0).shape, [...constant(call, 1).values]])),
  ConstantOfShape(call) {
    const value = call.node.attributes['value'];
    const like = typeof value === 'object' && 'shape' in value ? value : { shape: [1], values: new Float32Array(1) };
    assertGrowth(sizeOf([...constant(call, 0).values]));
    return tensorOf([...constant(call, 0).values], like.values, values => values.fill(like.values[0] ?? 0));
  },
  Range(call) {
    const [start, limit, delta] = [0, 1, 2].map(place => constant(call, place).values[0] ?? 0) as [number, number, number];
    const count = Math.max(Math.ceil((limit - start) / delta), 0);
    assertGrowth(count);
    return tensorOf([count], constant(call, 0).values, values => values.forEach((_zero, i) => (values[i] = start + i * delta)));
  },
  DequantizeLinear(call) {
    const [tensor, scale, zero] = [constant(call, 0), constant(call, 1), optionalConstant(call, 2)];
    const axis = axisAt(int(call, 'axis', 1), Math.max(tensor.shape.length, 2));
    const along = (one: ForeignTensor): ForeignTensor =>
      sizeOf(one.shape) === 1 ? { ...one, shape: [] } : { ...one, shape: tensor.shape.map((size, i) => (i === axis ? size : 1)) };
    const real = { shape: tensor.shape, values: Float32Array.from(tensor.values) };
    return elementwise([real, along(scale), along(zero ?? whole([0]))], (value = 0, by = 1, from = 0) => (value - from) * by);
  },
};

function cast(tensor: ForeignTensor, to: number): ForeignTensor {
  if (!WHOLE.has(to)) return { ...tensor, values: Float32Array.from(tensor.values) };
  return { ...tensor, values: Float64Array.from(tensor.values, to === 9 ? value => truth(value !== 0) : Math.trunc) };
}

/** A shape with −1 for what is left and 0 for the size as it was. */
export function wantedShape(given: readonly number[], before: readonly number[]): readonly number[] {
  const sizes = given.map((size, axis) => (size === 0 ? (before[axis] ?? 0) : size));
  const known = sizes.reduce((product, size) => (size === -1 ? product : product * size), 1);
  return sizes.map(size => (size === -1 ? sizeOf(before) / known : size));
}

function reshape(tensor: ForeignTensor, given: readonly number[]): ForeignTensor {
  const shape = wantedShape(given, tensor.shape);
  if (sizeOf(shape) === tensor.values.length && shape.every(Number.isInteger)) return { ...tensor, shape };
  throw new Unsupported(`${tensor.values.length} values can't have the shape [${given.join(', ')}]`);
}

export function unsqueezedPlaces(axes: readonly number[], rank: number): ReadonlySet<number> {
  return new Set(axes.map(axis => axisAt(axis, rank + axes.length)));
}

function unsqueeze(tensor: ForeignTensor, axes: readonly number[]): ForeignTensor {
  const places = unsqueezedPlaces(axes, tensor.shape.length);
  const sizes = [...tensor.shape];
  const shape = Array.from({ length: tensor.shape.length + axes.length }, (_, axis) => (places.has(axis) ? 1 : (sizes.shift() as number)));
  return { ...tensor, shape };
}

export interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/** What a Slice takes along each axis it names. */
export function cutsOf(call: OpCall, shape: readonly number[]): readonly Cut[] {
  const starts = numbers(call, 1, 'starts') ?? [];
  const ends = numbers(call, 2, 'ends') ?? [];
  const axes = numbers(call, 3, 'axes') ?? starts.map((_start, i) => i);
  const steps = numbers(call, 4, 'steps') ?? starts.map(() => 1);
  return axes.map((given, i) => {
    const axis = axisAt(given, shape.length);
    const [size, step] = [shape[axis]!, steps[i] ?? 1];
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const within = (place: number): number => Math.min(Math.max(place < 0 ? place + size : place, low), high);
    const [start, end] = [within(starts[i] ?? 0), within(ends[i] ?? size)];
    return { axis, start, step, count: Math.max(Math.ceil((end - start) / step), 0) };
  });
}

function slice(call: OpCall): ForeignTensor {
  const tensor = constant(call, 0);
  const strides = [...stridesOf(tensor.shape)];
  const shape = [...tensor.shape];
  let offset = 0;
  for (const { axis, start, count, step } of cutsOf(call, tensor.shape)) {
    offset += start * strides[axis]!;
    strides[axis] = strides[axis]! * step;
    shape[axis] = count;
  }
  return walk(tensor, shape, strides, offset);
}

/** How many entries each output of a Split has. */
export function partsOf(call: OpCall, size: number): readonly number[] {
  const count = call.node.outputs.length;
  const each = Math.ceil(size / count);
  return numbers(call, 1, 'split') ?? Array.from({ length: count }, (_, i) => Math.min(each, size - i * each));
}

function split(call: OpCall): readonly ForeignTensor[] {
  const tensor = constant(call, 0);
  const axis = axisAt(int(call, 'axis', 0), tensor.shape.length);
  let from = 0;
  return partsOf(call, tensor.shape[axis]!).map(size => {
    const part = taken(
      tensor,
      axis,
      Array.from({ length: size }, (_, i) => from + i),
    );
    from += size;
    return part;
  });
}

/** Whether nothing but zeros is there, or nothing at all. */
export function isZero(tensor: ForeignTensor | null): boolean {
  return tensor === null || sameNumber(tensor) === 0;
}
