import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { tensorFrom, type ElementType } from '../element-types.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import type { ForeignTensor } from '../foreign-graph.ts';
import { sizesOf, wholeOf, type TensorMessage } from './schema.ts';

/** Numbers of TensorFlow's types. */
export const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  1: 'float32',
  2: 'float64',
  3: 'int32',
  9: 'int64',
  10: 'bool',
  14: 'bfloat16',
  19: 'float16',
};

/** Of a value that is written as one number for all. */
const MOST_REPEATED = 2 ** 22;
const REAL: ReadonlySet<ElementType> = new Set(['float32', 'float64', 'float16', 'bfloat16']);

/** A constant's numbers: in one run of bytes, or one by one, of which the last stands for those that are left out. */
export function tensorOf(tensor: TensorMessage, path: string): ForeignTensor {
  const { type, shape } = formOf(tensor, path);
  const content = tensor.tensorContent instanceof Uint8Array ? tensor.tensorContent : new Uint8Array(0);
  const size = sizeOf(shape);
  if (content.length > 0 || size === 0) return tensorFrom(content, type, shape, path);
  const list = [...tensor.floatVal, ...tensor.intVal, ...tensor.boolVal.map(Number), ...tensor.int64Val.map(wholeOf)];
  // Some kinds have lists of their own, which are not read: only where a list may be left out it means zeros.
  const isElsewhere = list.length === 0 && REAL.has(type) && type !== 'float32';
  if (isElsewhere || list.length > size || size > Math.max(MOST_REPEATED, list.length))
    throw invalidInput(`A constant of shape [${shape.join(', ')}] is required, got ${list.length} numbers`, { path });
  const values = REAL.has(type) ? new Float32Array(size) : new Float64Array(size);
  values.fill(list.at(-1) ?? 0);
  values.set(list);
  return { shape, values };
}

function formOf({ dtype, tensorShape }: TensorMessage, path: string): { readonly type: ElementType; readonly shape: Shape } {
  const type = ELEMENT_TYPES[dtype];
  const shape = sizesOf(tensorShape);
  if (type !== undefined && shape?.every(size => size >= 0 && Number.isSafeInteger(size)) === true) return { type, shape };
  throw invalidInput(`A constant of numbers with known sizes is required, this one is of type ${dtype}`, { path });
}
