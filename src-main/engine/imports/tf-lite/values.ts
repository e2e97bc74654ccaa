import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { TensorTable } from '../../formats/tflite/schema.ts';
import { elementBytes, tensorFrom, type ElementType } from '../element-types.ts';
import type { ForeignTensor } from '../foreign-graph.ts';

/** Numbers of TensorFlow Lite's types. */
const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  0: 'float32',
  1: 'float16',
  2: 'int32',
  3: 'uint8',
  4: 'int64',
  6: 'bool',
  7: 'int16',
  9: 'int8',
  10: 'float64',
  12: 'uint64',
  15: 'uint32',
  16: 'uint16',
  17: 'int4',
  18: 'bfloat16',
};

export interface TensorReading {
  readonly buffers: readonly { readonly data?: Uint8Array }[];
  /** Values that may yet be read: several tensors may have the same bytes, but not all of them. */
  readonly left: { values: number };
}

/** How a value here is a number: scale·(step − zero point). */
export interface Grid {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** A constant's numbers, steps as what they stand for; null for a value that is no constant. */
export function tensorOf(tensor: TensorTable, path: string, { buffers, left }: TensorReading): ForeignTensor | null {
  const data = buffers[tensor.buffer ?? 0]?.data;
  if (data === undefined || data.length === 0) return null;
  if (tensor.sparsity !== undefined) throw invalidInput('Sparse weights are not read', { path });
  const type = ELEMENT_TYPES[tensor.type ?? 0];
  if (type === undefined) throw invalidInput(`Constants are numbers, this one is of type ${tensor.type ?? 0}`, { path });
  left.values -= data.length / elementBytes(type);
  if (left.values < 0) throw invalidInput('Constants of a file may not be the same bytes again and again', { path });
  const plain = tensorFrom(data, type, tensor.shape ?? [], path);
  return isStepped(tensor) ? stepped(plain, tensor, path) : plain;
}

const STEPS: ReadonlySet<number> = new Set([2, 3, 7, 9, 17]);

/** Whether its numbers are steps of a grid. */
export function isStepped({ type = 0, quantization }: TensorTable): boolean {
  return STEPS.has(type) && (quantization?.scale?.length ?? 0) > 0;
}

/** Of a value with one grid for all its numbers; null for any other. */
export function gridOf({ quantization }: TensorTable): Grid | null {
  const { scale = [], zeroPoint = [] } = quantization ?? {};
  return scale.length === 1 ? { scale: scale[0]!, zeroPoint: zeroPoint[0] ?? 0 } : null;
}

function stepped({ shape, values }: ForeignTensor, { quantization }: TensorTable, path: string): ForeignTensor {
  const { scale = [], zeroPoint = [], axis = 0 } = quantization ?? {};
  const place = partOf(shape, axis);
  const fits = (list: readonly number[]): boolean => list.length <= 1 || list.length === shape[axis];
  if (!fits(scale) || !fits(zeroPoint))
    throw invalidInput(`One scale, or one for each place of axis ${axis}, is required, got ${scale.length} for [${shape.join(', ')}]`, {
      path,
    });
  const at = (list: readonly number[], i: number): number => list[list.length === 1 ? 0 : place(i)] ?? 0;
  return { shape, values: Float32Array.from(values, (value, i) => (value - at(zeroPoint, i)) * at(scale, i)) };
}

/** The place along an axis of the i-th number. */
function partOf(shape: Shape, axis: number): (i: number) => number {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const size = shape[axis] ?? 1;
  return i => Math.floor(i / inner) % size;
}
