import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { transpose } from '../lib/transpose.ts';
import type { TorchParameter } from './torch-form.ts';

/** A parameter as the module's state has it. */
export function laidOut(parameter: Parameter, { order, row, blocks, shape }: TorchParameter): Parameter {
  const turned = transpose(rowOf(parameter, row), order);
  return { shape: shape ?? turned.shape, values: inBlocks(turned.values, blocks) };
}

/** The sizes of the tensor that a parameter of this shape is laid out as, before it is given another shape. */
export function laidOutShape(shape: Shape, { order, row }: TorchParameter): Shape {
  const own = row === undefined ? shape : shape.slice(1);
  return order.map(axis => own[axis]!);
}

/** What `laidOut` was made from: the parameter, or its row, which is put among the others of `into`. */
export function turnedBack(values: Float32Array, tensor: TorchParameter, into: Parameter): Parameter {
  const { order, row, blocks } = tensor;
  const backwards = blocks?.map((_block, ours) => blocks.indexOf(ours));
  const own = { shape: laidOutShape(into.shape, tensor), values: inBlocks(values, backwards) };
  const turned = transpose(
    own,
    order.map((_axis, ours) => order.indexOf(ours)),
  );
  if (row === undefined) return turned;
  const whole = Float32Array.from(into.values);
  whole.set(turned.values, row * turned.values.length);
  return { shape: into.shape, values: whole };
}

function rowOf({ shape, values }: Parameter, row: number | undefined): Parameter {
  if (row === undefined) return { shape, values };
  const size = values.length / shape[0]!;
  return { shape: shape.slice(1), values: values.subarray(row * size, (row + 1) * size) };
}

/** Equal parts along the first axis, the one of this number at each place. */
function inBlocks(values: Float32Array, blocks: readonly number[] | undefined): Float32Array {
  if (blocks === undefined) return values;
  const size = values.length / blocks.length;
  const ordered = new Float32Array(values.length);
  blocks.forEach((block, place) => ordered.set(values.subarray(block * size, (block + 1) * size), place * size));
  return ordered;
}
