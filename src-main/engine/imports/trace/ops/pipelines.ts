import { Unsupported, type ForeignTensor } from '../../foreign-graph.ts';
import type { Live } from '../axes.ts';
import { ints, int, live, text, type OpCall, type OpTable } from '../call.ts';
import { addActivation } from '../pieces.ts';
import { product } from './linear.ts';

/** Operators of ONNX's own for scikit-learn (`ai.onnx.ml`) that are layers, or nothing. */
export const PIPELINE_OPS: OpTable = {
  LinearRegressor(call) {
    const [rows, bias] = weightsOf(call, int(call, 'targets', 1));
    if (text(call, 'post_transform', 'NONE') !== 'NONE') throw new Unsupported('a product without a function behind it is required');
    return multiplied(call, rows, bias);
  },

  /** Gives the class, which is left out, and a number for each. */
  LinearClassifier(call) {
    const classes = ints(call, 'classlabels_ints')?.length ?? text(call, 'classlabels_strings', '').split(',').length;
    const [rows, bias] = weightsOf(call, classes);
    const behind = text(call, 'post_transform', 'NONE');
    if (behind === 'NONE') return [undefined, multiplied(call, rows, bias)];
    if (behind === 'SOFTMAX') return [undefined, addActivation(call.trace, multiplied(call, rows, bias), 'softmax')];
    const isPair = classes === 2 && isOpposite(rows) && isOpposite(bias.map(value => [value]));
    if (behind !== 'LOGISTIC' || !isPair) throw new Unsupported(`softmax, or the sigmoid of two classes, is required, got ${behind}`);
    // σ(−z) and σ(z) are the softmax of −z/2 and z/2.
    const halves = multiplied(
      call,
      rows.map(row => row.map(value => value / 2)),
      bias.map(value => value / 2),
    );
    return [undefined, addActivation(call.trace, halves, 'softmax')];
  },

  /** Shares that add up to 1 already stay as they are. */
  Normalizer(call) {
    const value = live(call);
    const { layer, config } = call.trace.draft(value.node);
    if (text(call, 'norm', 'MAX') === 'L1' && layer === 'activation' && config['function'] === 'softmax') return value;
    throw new Unsupported('rows are divided by their sum where they are shares only');
  },

  /** The same numbers, each beside the name of its class. */
  ZipMap: live,
};

/** A row of weights for each output, and the biases. */
function weightsOf(call: OpCall, outputs: number): readonly [readonly (readonly number[])[], readonly number[]] {
  const coefficients = ints(call, 'coefficients') ?? [];
  const bias = ints(call, 'intercepts') ?? new Array<number>(outputs).fill(0);
  const inputs = coefficients.length / outputs;
  if (!Number.isInteger(inputs) || inputs === 0 || bias.length !== outputs)
    throw new Unsupported(`a row of weights and a bias for each of ${outputs} outputs are required`);
  return [Array.from({ length: outputs }, (_, i) => coefficients.slice(i * inputs, (i + 1) * inputs)), bias];
}

function isOpposite([one = [], other = []]: readonly (readonly number[])[]): boolean {
  return one.every((value, i) => value === -(other[i] ?? NaN));
}

function multiplied(call: OpCall, rows: readonly (readonly number[])[], bias: readonly number[]): Live {
  const [first = []] = rows;
  const matrix: ForeignTensor = {
    shape: [first.length, rows.length],
    values: Float32Array.from(first.flatMap((_value, input) => rows.map(row => row[input]!))),
  };
  const value = live(call);
  const within = value.axes.at(-1) ?? [];
  return product(call.trace, { value, within, matrix, bias: { shape: [bias.length], values: Float32Array.from(bias) }, wish: 'linear' });
}
