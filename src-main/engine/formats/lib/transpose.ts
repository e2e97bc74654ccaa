import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';

/** Axis i of the result is axis `order[i]` of the source; the values are copied. */
export function transpose({ shape, values }: Parameter, order: readonly number[]): Parameter {
  const strides = shape.map((_size, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map(axis => shape[axis]!);
  const steps = order.map(axis => strides[axis]!);
  const result = new Float32Array(values.length);
  const position = sizes.map(() => 0);
  let source = 0;
  for (let target = 0; target < result.length; target++) {
    result[target] = values[source]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      source += steps[axis]!;
      if (++position[axis]! < sizes[axis]!) break;
      source -= steps[axis]! * sizes[axis]!;
      position[axis] = 0;
    }
  }
  return { shape: sizes, values: result };
}
