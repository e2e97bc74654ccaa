import type { ActivationFunction } from '../../graph/activations.ts';
import type { Layout, OnnxBuilder } from './builder.ts';

interface Activation {
  readonly builder: OnnxBuilder;
  readonly input: string;
  /** Name of the result; helpers are named after it. */
  readonly output: string;
  readonly slope: number;
  /** Of the channels. */
  readonly axis: number;
}

/** Adds the function's nodes (for `linear` none) and returns the name of the result. */
export function addActivation(name: ActivationFunction, layout: Layout, call: Omit<Activation, 'axis'>): string {
  return FUNCTIONS[name]({ ...call, axis: layout === 'first' ? 1 : -1 });
}

const plain =
  (opType: string) =>
  ({ builder, input, output }: Activation): string =>
    builder.add(opType, output, [input]);

const FUNCTIONS: { readonly [F in ActivationFunction]: (call: Activation) => string } = {
  linear: ({ input }) => input,
  relu: plain('Relu'),
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  relu6: ({ builder, input, output }) =>
    builder.add('Clip', output, [input, scalar(builder, `${output}.low`, 0), scalar(builder, `${output}.high`, 6)]),
  'leaky-relu': ({ builder, input, output, slope }) => builder.add('LeakyRelu', output, [input], { alpha: { float: slope } }),
  elu: ({ builder, input, output }) => builder.add('Elu', output, [input], { alpha: { float: 1 } }),
  softmax: ({ builder, input, output, axis }) => builder.add('Softmax', output, [input], { axis }),
  swish({ builder, input, output }) {
    return builder.add('Mul', output, [input, builder.add('Sigmoid', `${output}.gate`, [input])]);
  },
  // x·½(1 + erf(x/√2)): an operator of its own only from opset 20 on, which older runtimes lack.
  gelu({ builder, input, output }) {
    const scaled = builder.add('Mul', `${output}.scaled`, [input, scalar(builder, `${output}.root`, Math.SQRT1_2)]);
    const erf = builder.add('Erf', `${output}.erf`, [scaled]);
    const shifted = builder.add('Add', `${output}.shifted`, [erf, scalar(builder, `${output}.one`, 1)]);
    const half = builder.add('Mul', `${output}.half`, [input, scalar(builder, `${output}.factor`, 0.5)]);
    return builder.add('Mul', output, [half, shifted]);
  },
};

function scalar(builder: OnnxBuilder, name: string, value: number): string {
  return builder.constant(name, { shape: [], values: Float32Array.of(value) });
}
