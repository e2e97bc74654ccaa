import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';

/**
 * LeNet-5 as Caffe made it common and as the pruning literature means it: two 5×5 convolutions without padding, each with
 * 2×2 max pooling, one hidden dense layer. 431,080 parameters on 28×28×1 with 10 outputs. Nodes to prune: `conv1`,
 * `conv2`, `fc1`, `fc2`. Departs from Caffe, which has an activation after the hidden layer only: ReLU after the
 * convolutions too, behind the pooling, where it gives the same values as before it at a quarter of the work.
 */
export const lenet5 = definePreset({
  id: 'lenet5',
  title: 'LeNet-5',
  help: 'Two convolutions with pooling and one hidden dense layer, for small images.',
  source: 'LeCun 1998, doi:10.1109/5.726791; sizes as in Han 2015, arXiv:1506.02626',
  revision: 1,
  params: {
    filters: {
      kind: 'list',
      label: 'Filters',
      help: 'Of the two convolutions.',
      of: { kind: 'number', label: 'Filters', min: 1, max: 4096, integer: true, scale: 'log' },
      default: [20, 50],
      minItems: 2,
      maxItems: 2,
    },
    hidden: { kind: 'number', label: 'Hidden units', default: 500, min: 1, max: 100_000, integer: true, scale: 'log' },
    dropout: { kind: 'number', label: 'Dropout', help: 'Share of the hidden layer zeroed while training.', default: 0, min: 0, max: 0.95 },
  },
  build({ filters, hidden, dropout }, { inputShape, outputs }) {
    const initialiser = 'he-normal';
    const convolutions = filters.flatMap(count => [
      entry('conv2d', { filters: count, kernel: 5, initialiser }),
      entry('max-pool', { size: 2 }),
      entry('activation', { function: 'relu' }),
    ]);
    const head = [
      entry('flatten'),
      entry('dense', { units: hidden, initialiser }),
      entry('activation', { function: 'relu' }),
      ...(dropout > 0 ? [entry('dropout', { rate: dropout })] : []),
      entry('dense', { units: outputs }),
    ];
    return graphFromLayers([...convolutions, ...head], { inputShape, outputs, task: 'values' });
  },
});
