import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only } from '../shape-checks.ts';

/** The least share a logarithm is taken of; float32 goes no further down than 1e-38, and some devices take less for 0. */
export const LEAST_SHARE = 1e-30;
/** Of a sigmoid, on both sides: 1 − 6e-8 is the greatest float32 below 1. */
export const LEAST_ODDS = 1e-7;

/**
 * Logits that give these probabilities back: ln p for a softmax, ln(p/(1 − p)) for a sigmoid. What fuses probabilities ends
 * with it, so that its answers are logits like any model's.
 */
export const logits = defineLayer({
  id: 'logits',
  title: 'Logits',
  help: 'Turns probabilities back into logits.',
  source: 'Definition',
  revision: 1,
  shorthand: 'of',
  inputs: [1, 1],
  params: {
    of: {
      kind: 'choice',
      label: 'Undone function',
      help: 'What turns the result into probabilities again.',
      default: 'softmax',
      options: ['softmax', 'sigmoid'],
    },
    normalised: { kind: 'flag', label: 'Sums to 1', help: 'Whether the values of an item are known to sum to 1.', default: true },
  },
  namePrefix: () => 'logits',
  outputShape: (_config, inputs) => only(inputs),
  parameters: () => [],
  apply({ tf, config, inputs }) {
    const x = inputs[0] as Tensor;
    if (config.of === 'softmax') return logarithm(tf, x, LEAST_SHARE);
    return tf.sub(logarithm(tf, x, LEAST_ODDS), logarithm(tf, tf.sub(1, x), LEAST_ODDS));
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
  undoes: ({ of, normalised }) => (of === 'sigmoid' || normalised ? of : null),
});

function logarithm(tf: TensorLibrary, x: Tensor, least: number): Tensor {
  return tf.log(tf.maximum(x, tf.scalar(least)));
}
