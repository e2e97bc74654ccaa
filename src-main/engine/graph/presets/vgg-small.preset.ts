import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';

/**
 * VGG for small images: per entry of `filters` two 3×3 convolutions with ReLU and a 2×2 max pooling, then one hidden dense
 * layer. Batch normalisation, which came later, stands between each convolution and its ReLU.
 */
export const vggSmall = definePreset({
  id: 'vgg-small',
  title: 'Small VGG',
  help: 'Pairs of 3×3 convolutions, each pair halving the image, and one hidden dense layer.',
  source: 'Simonyan & Zisserman 2014, arXiv:1409.1556',
  revision: 1,
  params: {
    filters: {
      kind: 'list',
      label: 'Filters',
      help: 'Of each block.',
      of: { kind: 'number', label: 'Filters', min: 1, max: 4096, integer: true, scale: 'log' },
      default: [32, 64, 128],
      minItems: 1,
      maxItems: 8,
    },
    hidden: { kind: 'number', label: 'Hidden units', default: 128, min: 1, max: 100_000, integer: true, scale: 'log' },
    batchNorm: { kind: 'flag', label: 'Batch normalisation', default: true },
    dropout: {
      kind: 'number',
      label: 'Dropout',
      help: 'Share of the hidden layer zeroed while training.',
      default: 0.3,
      min: 0,
      max: 0.95,
    },
  },
  build({ filters, hidden, batchNorm, dropout }, { inputShape, outputs }) {
    const initialiser = 'he-normal';
    const convolution = (count: number) => [
      entry('conv2d', { filters: count, kernel: 3, padding: 'same', bias: !batchNorm, initialiser }),
      ...(batchNorm ? [entry('batch-norm')] : []),
      entry('activation', { function: 'relu' }),
    ];
    // Padded, so that small images go through all blocks.
    const blocks = filters.flatMap(count => [
      ...convolution(count),
      ...convolution(count),
      entry('max-pool', { size: 2, padding: 'same' }),
    ]);
    const head = [
      entry('flatten'),
      entry('dense', { units: hidden, initialiser }),
      entry('activation', { function: 'relu' }),
      ...(dropout > 0 ? [entry('dropout', { rate: dropout })] : []),
      entry('dense', { units: outputs }),
    ];
    return graphFromLayers([...blocks, ...head], { inputShape, outputs, task: 'values' });
  },
});
