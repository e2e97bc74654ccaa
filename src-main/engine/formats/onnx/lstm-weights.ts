import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { transpose } from '../lib/transpose.ts';

/** Where ONNX's gates (input, output, forget, candidate) stand among ours (input, forget, candidate, output). */
const ONNX_GATES = [0, 3, 1, 2];

/** The three weights of an ONNX `LSTM`: [1, 4·units, inputs], [1, 4·units, units], [1, 8·units] with a second bias of zeros. */
export function lstmWeights(
  parameters: Readonly<Record<string, Parameter>>,
  units: number,
): Readonly<Record<'kernel' | 'recurrent' | 'bias', Parameter>> {
  const none: Parameter = { shape: [4 * units], values: new Float32Array(4 * units) };
  const biases = gatesInOrder(parameters['bias'] ?? none, units);
  return {
    kernel: rows(parameters['kernel']!, units),
    recurrent: rows(parameters['recurrent']!, units),
    bias: { shape: [1, 8 * units], values: Float32Array.from([...biases, ...none.values]) },
  };
}

function rows(matrix: Parameter, units: number): Parameter {
  const { shape, values } = transpose(matrix, [1, 0]);
  return { shape: [1, ...shape], values: gatesInOrder({ shape, values }, units) };
}

/** Four equal parts along the first axis. */
function gatesInOrder({ values }: Parameter, units: number): Float32Array {
  const part = values.length / 4;
  const ordered = new Float32Array(values.length);
  if (part % units !== 0) throw new Error(`Four gates of ${units} units are required, got ${values.length} values`);
  ONNX_GATES.forEach((gate, i) => ordered.set(values.subarray(gate * part, (gate + 1) * part), i * part));
  return ordered;
}
