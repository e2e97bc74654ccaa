import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { shapeText } from './shape-checks.ts';

/**
 * The shape of values that are joined one by one. An input may have 1 where the others have more, and a row [C] meets every
 * place of a larger value; so that a channel meets its own kind, or the one channel there is.
 */
export function joinedShape(layer: string, inputs: readonly Shape[]): Shape {
  const rank = Math.max(...inputs.map(shape => shape.length));
  const spread = inputs.map(shape => spreadShape(shape, rank));
  const joined = Array.from({ length: rank }, (_, axis) => Math.max(...spread.map(shape => shape[axis] ?? 0)));
  if (spread.every(shape => shape.length === rank && shape.every((size, axis) => size === joined[axis] || size === 1))) return joined;
  throw invalidInput(`${layer} needs inputs of equal shape, or with 1 where they differ, got ${inputs.map(shapeText).join(' and ')}`, {
    hint: 'Bring the shortcut to the same shape, e.g. with a 1×1 convolution of the same stride.',
  });
}

/** A row under that many axes: at one place. */
export function spreadShape(shape: Shape, rank: number): Shape {
  return shape.length === 1 ? [...new Array<number>(rank - 1).fill(1), ...shape] : shape;
}

/** Tensors [N, …] that broadcast as `joinedShape` says. */
export function spread(tf: TensorLibrary, inputs: readonly Tensor[]): readonly Tensor[] {
  const rank = Math.max(...inputs.map(x => x.rank)) - 1;
  return inputs.map(x => (x.rank - 1 === rank ? x : tf.reshape(x, [x.shape[0]!, ...spreadShape(x.shape.slice(1), rank)])));
}
