import type { Tensor } from '../../tensor-library.ts';
import { activate, ACTIVATION_FUNCTIONS, IDEMPOTENT, LEAKY_SLOPE, SOFTMAX_MIXES } from '../activations.ts';
import { defineLayer } from '../layer.ts';
import { only } from '../shape-checks.ts';

/** A function of each value by itself, but for softmax, which goes over the last axis. No multiply-adds are counted. */
export const activation = defineLayer({
  id: 'activation',
  title: 'Activation',
  help: 'A fixed non-linear function of each value.',
  source: 'Nair & Hinton 2010 (ReLU); the others: see the functions’ definitions',
  revision: 1,
  shorthand: 'function',
  inputs: [1, 1],
  params: {
    function: { kind: 'choice', label: 'Function', options: ACTIVATION_FUNCTIONS },
    slope: {
      kind: 'number',
      label: 'Slope below zero',
      help: 'For leaky-relu only.',
      default: LEAKY_SLOPE,
      min: 0,
      max: 1,
      source: 'Maas 2013; default as in Keras 3',
    },
  },
  namePrefix: config => config.function,
  outputShape: (_config, inputs) => only(inputs),
  parameters: () => [],
  apply: ({ tf, config, inputs: [x] }) => activate(tf, x as Tensor, config.function, config.slope),
  integers: config => (IDEMPOTENT.has(config.function) ? 'clips' : null),
  multiplyAdds: () => 0,
  endsWith: config => config.function,
  channels(config) {
    if (config.function === 'softmax') return { kind: 'fixed', reason: SOFTMAX_MIXES };
    return { kind: 'pass', parameters: [] };
  },
});
