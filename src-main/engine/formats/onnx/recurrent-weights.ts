import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { CELLS, type CellKind } from '../../graph/recurrent-layer.ts';
import { transpose } from '../lib/transpose.ts';

/** Where ONNX's gates stand among ours: an LSTM's are input, output, forget, candidate there. */
export const ORDER: { readonly [C in CellKind]: readonly number[] } = { lstm: [0, 3, 1, 2], gru: [0, 1, 2] };

interface Directions {
  readonly units: number;
  /** What the names of a direction's parameters begin with. */
  readonly directions: readonly string[];
}

/** ONNX's weights of a recurrent layer: [D, gates·units, inputs], [D, gates·units, units], [D, 2·gates·units] the second bias of a GRU that resets after its product, else zeros. */
export function recurrentWeights(
  cell: CellKind,
  parameters: Readonly<Record<string, Parameter>>,
  { units, directions }: Directions,
): Readonly<Record<'kernel' | 'recurrent' | 'bias', Parameter>> {
  const columns = CELLS[cell].gates * units;
  const zeros = new Float32Array(2 * columns);
  const matrix = (name: string): Parameter =>
    stacked(
      directions.map(direction => {
        const { shape, values } = transpose(parameters[direction + name]!, [1, 0]);
        return { shape, values: gatesInOrder(cell, { shape, values }) };
      }),
    );
  const bias = (direction: string): Parameter => {
    const own = parameters[`${direction}bias`]?.values ?? zeros;
    const halves = [own.subarray(0, columns), own.length > columns ? own.subarray(columns) : zeros.subarray(columns)];
    const values = halves.flatMap(half => [...gatesInOrder(cell, { shape: [columns], values: half })]);
    return { shape: [2 * columns], values: Float32Array.from(values) };
  };
  return { kernel: matrix('kernel'), recurrent: matrix('recurrent'), bias: stacked(directions.map(bias)) };
}

/** One after the other along a new first axis. */
function stacked(parts: readonly Parameter[]): Parameter {
  const [first] = parts;
  if (first === undefined) throw new Error('At least one direction is required, got none');
  const values = new Float32Array(parts.length * first.values.length);
  parts.forEach((part, i) => values.set(part.values, i * first.values.length));
  return { shape: [parts.length, ...first.shape], values };
}

/** Equal parts along the first axis. */
function gatesInOrder(cell: CellKind, { values }: Parameter): Float32Array {
  const order = ORDER[cell];
  const part = values.length / order.length;
  const ordered = new Float32Array(values.length);
  order.forEach((gate, i) => ordered.set(values.subarray(gate * part, (gate + 1) * part), i * part));
  return ordered;
}
