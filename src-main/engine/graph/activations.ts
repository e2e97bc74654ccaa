import type { ChoiceSpec } from '../../../src-shared/domain/params/param-spec.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

export const ACTIVATION_FUNCTIONS = [
  'relu',
  'relu6',
  'leaky-relu',
  'elu',
  'gelu',
  'sigmoid',
  'tanh',
  'softmax',
  'swish',
  'linear',
] as const;
export type ActivationFunction = (typeof ACTIVATION_FUNCTIONS)[number];

/** Those whose values they leave as they are: f(f(x)) = f(x). */
export const IDEMPOTENT: ReadonlySet<ActivationFunction> = new Set(['relu', 'relu6', 'linear']);

/** Slope of leaky ReLU below zero where none is given. Source: Keras 3's default; Maas 2013 used 0.01. */
export const LEAKY_SLOPE = 0.2;

/** Softmax reads all channels at once, so that without one of them the others change. */
export const SOFTMAX_MIXES = 'softmax mixes the channels: without one of them the others change';

/** The `activation` parameter of layers that have one of their own. */
export const fusedActivation = {
  kind: 'choice',
  label: 'Activation',
  help: 'Applied to the layer’s result; linear leaves it as it is.',
  default: 'linear',
  options: ACTIVATION_FUNCTIONS,
} as const satisfies ChoiceSpec;

/**
 * The function, element by element (softmax: over the last axis). GELU is the exact form x·Φ(x) (Hendrycks & Gimpel
 * 2016, arXiv:1606.08415), not the tanh approximation; ELU has α = 1 (Clevert 2015, arXiv:1511.07289); swish has β = 1
 * (Ramachandran 2017, arXiv:1710.05941).
 */
export function activate(tf: TensorLibrary, x: Tensor, name: ActivationFunction, slope = LEAKY_SLOPE): Tensor {
  return FUNCTIONS[name](tf, x, slope);
}

const FUNCTIONS: { readonly [F in ActivationFunction]: (tf: TensorLibrary, x: Tensor, slope: number) => Tensor } = {
  relu: (tf, x) => tf.relu(x),
  relu6: (tf, x) => tf.relu6(x),
  'leaky-relu': (tf, x, slope) => tf.leakyRelu(x, slope),
  elu: (tf, x) => tf.elu(x),
  gelu: (tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  softmax: (tf, x) => tf.softmax(x),
  swish: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  linear: (_tf, x) => x,
};
