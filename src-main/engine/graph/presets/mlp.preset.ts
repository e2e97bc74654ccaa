import { ACTIVATION_FUNCTIONS } from '../activations.ts';
import { graphFromLayers } from '../build.ts';
import { definePreset, entry, initialiserFor } from '../preset.ts';

/**
 * Dense layers with an activation after each but the last. The dense nodes are called `fc1`, `fc2`, … and the one that
 * answers has the last number: with the default `hidden: [300, 100]` the layers to prune are `fc1`, `fc2`, `fc3`. An input
 * of several axes is flattened first. Order: dense, batch-norm, activation, dropout.
 */
export const mlp = definePreset({
  id: 'mlp',
  title: 'Multi-layer perceptron',
  help: 'Dense layers one behind the other; with 300 and 100 units it is LeNet-300-100.',
  source: 'LeCun 1998, doi:10.1109/5.726791',
  revision: 1,
  widths: 'hidden',
  params: {
    hidden: {
      kind: 'list',
      label: 'Hidden layers',
      help: 'Units of each.',
      of: { kind: 'number', label: 'Units', min: 1, max: 100_000, integer: true, scale: 'log' },
      default: [300, 100],
      maxItems: 64,
    },
    activation: {
      kind: 'choice',
      label: 'Activation',
      default: 'relu',
      options: ACTIVATION_FUNCTIONS,
    },
    dropout: { kind: 'number', label: 'Dropout', help: 'Share of each hidden layer zeroed while training.', default: 0, min: 0, max: 0.95 },
    batchNorm: { kind: 'flag', label: 'Batch normalisation', default: false },
  },
  build({ hidden, activation, dropout, batchNorm }, { inputShape, outputs }) {
    const blocks = hidden.flatMap(units => [
      entry('dense', { units, bias: !batchNorm, initialiser: initialiserFor(activation) }),
      ...(batchNorm ? [entry('batch-norm')] : []),
      entry('activation', { function: activation }),
      ...(dropout > 0 ? [entry('dropout', { rate: dropout })] : []),
    ]);
    const flat = inputShape.length > 1 ? [entry('flatten')] : [];
    return graphFromLayers([...flat, ...blocks, entry('dense', { units: outputs })], { inputShape, outputs, task: 'values' });
  },
});
