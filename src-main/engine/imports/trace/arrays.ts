import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { Unsupported, type ForeignTensor } from '../foreign-graph.ts';

/** Arithmetic of constants, row-major as everywhere. */

/** Of one constant that is as large as what it is made of. */
const MOST_VALUES = 2 ** 30;
/** Of one that may be larger: sizes and masks, no weights. */
const MOST_GROWN = 2 ** 22;

export function tensorOf(shape: Shape, like: ForeignTensor['values'], fill: (values: Float32Array | Float64Array) => void): ForeignTensor {
  const size = sizeOf(shape);
  if (!(size <= MOST_VALUES)) throw new Unsupported(`a constant of at most ${MOST_VALUES} values is possible, got ${size}`);
  const values = like instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  fill(values);
  return { shape, values };
}

/** For constants that are not there before. */
export function assertGrowth(size: number): void {
  if (!(size <= MOST_GROWN)) throw new Unsupported(`constants may grow to ${MOST_GROWN} values, this one would have ${size}`);
}

export function whole(values: readonly number[], shape: Shape = [values.length]): ForeignTensor {
  return { shape, values: Float64Array.from(values) };
}

export function stridesOf(shape: Shape): readonly number[] {
  return shape.map((_size, axis) => sizeOf(shape.slice(axis + 1)));
}

/** The values at `offset` + Σ place·step, over all places of the shape, the last axis running fastest. */
export function walk(tensor: ForeignTensor, shape: Shape, steps: readonly number[], offset = 0): ForeignTensor {
  return tensorOf(shape, tensor.values, values => {
    const place = shape.map(() => 0);
    let source = offset;
    for (let target = 0; target < values.length; target++) {
      values[target] = tensor.values[source]!;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        source += steps[axis]!;
        if (++place[axis]! < shape[axis]!) break;
        source -= steps[axis]! * shape[axis]!;
        place[axis] = 0;
      }
    }
  });
}

export function turned(tensor: ForeignTensor, order: readonly number[]): ForeignTensor {
  const strides = stridesOf(tensor.shape);
  return walk(
    tensor,
    order.map(axis => tensor.shape[axis]!),
    order.map(axis => strides[axis]!),
  );
}

/** The shape two constants have together; the rule is NumPy's. */
export function broadcastShape(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map(shape => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map(shape => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.includes(0) ? 0 : Math.max(...sizes);
    if (sizes.some(one => one !== 1 && one !== size)) throw new Unsupported(`sizes must agree, got ${sizes.join(' and ')}`);
    return size;
  });
}

export function spreadTo(tensor: ForeignTensor, shape: Shape): ForeignTensor {
  if (sizeOf(shape) > tensor.values.length) assertGrowth(sizeOf(shape));
  const strides = stridesOf(tensor.shape);
  const lead = shape.length - tensor.shape.length;
  const steps = shape.map((_size, axis) => (axis < lead || tensor.shape[axis - lead] === 1 ? 0 : strides[axis - lead]!));
  return walk(tensor, shape, steps);
}

export function elementwise(tensors: readonly ForeignTensor[], compute: (...values: number[]) => number): ForeignTensor {
  if (tensors.length === 0) throw new Unsupported('at least one constant is required, got none');
  const shape = broadcastShape(tensors.map(one => one.shape));
  const spread = tensors.map(one => spreadTo(one, shape).values);
  const like = tensors.find(one => one.values instanceof Float32Array) ?? tensors[0]!;
  return tensorOf(shape, like.values, values => {
    for (let i = 0; i < values.length; i++) values[i] = compute(...spread.map(one => one[i]!));
  });
}

export function joinedAlong(tensors: readonly ForeignTensor[], axis: number): ForeignTensor {
  const [first] = tensors;
  if (first === undefined) throw new Unsupported('at least one constant is required, got none');
  const shape = first.shape.map((size, i) => (i === axis ? tensors.reduce((sum, one) => sum + (one.shape[i] ?? 0), 0) : size));
  const inner = sizeOf(first.shape.slice(axis + 1));
  const outer = sizeOf(first.shape.slice(0, axis));
  const like = tensors.find(one => one.values instanceof Float32Array) ?? first;
  return tensorOf(shape, like.values, values => {
    let at = 0;
    for (let block = 0; block < outer; block++) {
      for (const { shape: own, values: from } of tensors) {
        const size = (own[axis] ?? 0) * inner;
        values.set(from.subarray(block * size, (block + 1) * size), at);
        at += size;
      }
    }
  });
}

/** The entries of these numbers along an axis. */
export function taken(tensor: ForeignTensor, axis: number, numbers: readonly number[]): ForeignTensor {
  const inner = sizeOf(tensor.shape.slice(axis + 1));
  const size = tensor.shape[axis] ?? 1;
  const outer = sizeOf(tensor.shape.slice(0, axis));
  const places = numbers.map(number => (number < 0 ? number + size : number));
  if (places.some(place => !(place >= 0 && place < size)))
    throw new Unsupported(`places below ${size} are required, got ${numbers.join(', ')}`);
  return tensorOf(tensor.shape.with(axis, numbers.length), tensor.values, values => {
    let at = 0;
    for (let block = 0; block < outer; block++) {
      for (const place of places) {
        const start = (block * size + place) * inner;
        values.set(tensor.values.subarray(start, start + inner), at);
        at += inner;
      }
    }
  });
}

/** Over some axes, which keep size 1. */
export function reduced(tensor: ForeignTensor, axes: readonly number[], combine: (values: readonly number[]) => number): ForeignTensor {
  const kept = tensor.shape.map((_size, axis) => axis).filter(axis => !axes.includes(axis));
  const rows = turned(tensor, [...kept, ...axes]);
  const width = sizeOf(axes.map(axis => tensor.shape[axis]!));
  const shape = tensor.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return tensorOf(shape, tensor.values, values => {
    for (let i = 0; i < values.length; i++) values[i] = combine([...rows.values.subarray(i * width, (i + 1) * width)]);
  });
}
