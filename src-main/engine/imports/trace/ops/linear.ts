import { sizeOf } from '../../../graph/shape-checks.ts';
import { Unsupported, type ForeignTensor } from '../../foreign-graph.ts';
import { elementwise, turned } from '../arrays.ts';
import { axisOf, axisSize, placesIn, type Axis, type Live } from '../axes.ts';
import { constant, int, live, optionalConstant, sameNumber, type OpCall, type OpTable } from '../call.ts';
import { nodeIn } from '../layouts.ts';
import { channelsLast, vectorOf, wishOf, withoutBatch } from '../pieces.ts';
import type { Trace } from '../trace.ts';
import { scoresOrRead } from './attention.ts';

/** Products with a matrix of weights. */
export const LINEAR_OPS: OpTable = {
  Gemm(call) {
    if (int(call, 'transA', 0) !== 0) throw new Unsupported('a product with the turned input is not read');
    const [alpha, beta] = [int(call, 'alpha', 1), int(call, 'beta', 1)];
    const given = constant(call, 1);
    const matrix = scaled(int(call, 'transB', 0) === 1 ? turned(given, [1, 0]) : given, alpha);
    const bias = optionalConstant(call, 2);
    return linear(call, { matrix, bias: bias === null ? null : scaled(bias, beta) });
  },

  MatMul(call) {
    if (call.inputs[1]?.kind !== 'constant') return scoresOrRead(call);
    return linear(call, { matrix: constant(call, 1), bias: null });
  },
};

function scaled(tensor: ForeignTensor, factor: number): ForeignTensor {
  return factor === 1 ? tensor : elementwise([tensor], value => value * factor);
}

interface Weights {
  /** [inputs, outputs]. */
  readonly matrix: ForeignTensor;
  readonly bias: ForeignTensor | null;
}

function linear(call: OpCall, { matrix, bias }: Weights): Live {
  const { trace, node } = call;
  const value = live(call);
  const wish = wishOf(node.inputs[1], node.name);
  return product(trace, { value, within: value.axes.at(-1) ?? [], matrix, bias, wish });
}

export interface Product extends Weights {
  readonly value: Live;
  /** What is summed over, in the order of the matrix's rows. */
  readonly within: Axis;
  readonly wish: string;
}

/** The last axis against the rows of a matrix, at every place. Rows are brought into the order the node has. */
export function product(trace: Trace, { value, within, matrix, bias, wish }: Product): Live {
  const [rows, units] = matrix.shape;
  if (matrix.shape.length !== 2 || rows !== axisSize(within) || units === undefined)
    throw new Unsupported(`a matrix with ${axisSize(within)} rows is required, got [${matrix.shape.join(', ')}]`);
  const placed = channelsLast(trace, value, within);
  const channels = placed.layout.at(-1) ?? [];
  const places = placed.layout.slice(0, -1);
  const layer = places.length === 0 ? 'dense' : places.length === 1 ? 'conv1d' : 'conv2d';
  const layout = places.length > 2 ? [places.flat(), channels] : [...places, channels];
  const ordered = rowsInOrder(matrix, placesIn(within, channels));
  const vector = biasVector(bias, units);
  const input = nodeIn(trace, placed, layout);
  const made = trace.add({
    layer: layout.length === 2 ? 'conv1d' : layer,
    config: { ...(layer === 'dense' ? { units } : { filters: units, kernel: 1 }), bias: vector !== null },
    inputs: [input],
    parameters: {
      kernel: { shape: [...layout.slice(0, -1).map(() => 1), rows, units], values: ordered },
      ...(vector === null ? {} : { bias: vectorOf(vector) }),
    },
    wish,
  });
  const outputs = axisOf(units);
  return { kind: 'live', node: made, layout: [...layout.slice(0, -1), outputs], axes: [...keptAxes(trace, value, within), outputs] };
}

/** Axes that are not summed over, as they were. */
function keptAxes(trace: Trace, { axes }: Live, within: Axis): readonly Axis[] {
  const [last] = withoutBatch(trace, axes.slice(-1));
  if (last === undefined || last.length !== within.length) throw new Unsupported('a product along the last axis alone is required');
  return axes.slice(0, -1);
}

function rowsInOrder({ shape, values }: ForeignTensor, order: readonly number[]): Float32Array {
  const units = shape[1] ?? 1;
  const rows = new Float32Array(values.length);
  order.forEach((row, i) => rows.set(values.subarray(row * units, (row + 1) * units), i * units));
  return rows;
}

function biasVector(bias: ForeignTensor | null, units: number): ForeignTensor | null {
  if (bias === null || sizeOf(bias.shape) === units) return bias;
  const number = sameNumber(bias);
  if (number === null || sizeOf(bias.shape) !== 1)
    throw new Unsupported(`a bias of ${units} values is required, got [${bias.shape.join(', ')}]`);
  return { shape: [units], values: new Float32Array(units).fill(number) };
}
