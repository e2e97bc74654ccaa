import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';

/**
 * One block per entry of `filters`: convolution (padding same), batch-norm if wanted, 2×2 max pooling, ReLU (behind the
 * pooling: the same values as before it at a quarter of the work); then the head.
 */
export const smallCnn = definePreset({
  id: 'small-cnn',
  title: 'Small convolutional net',
  help: 'Blocks of convolution, ReLU and pooling; each halves the image.',
  source: 'Definition; the block as in Simonyan & Zisserman 2014, arXiv:1409.1556',
  revision: 1,
  widths: 'filters',
  params: {
    filters: {
      kind: 'list',
      label: 'Filters',
      help: 'Of each block.',
      of: { kind: 'number', label: 'Filters', min: 1, max: 4096, integer: true, scale: 'log' },
      default: [8, 16],
      minItems: 1,
      maxItems: 16,
    },
    kernel: { kind: 'number', label: 'Kernel size', default: 3, min: 1, max: 15, integer: true },
    batchNorm: { kind: 'flag', label: 'Batch normalisation', default: false },
    dropout: {
      kind: 'number',
      label: 'Dropout',
      help: 'Share zeroed before the last layer while training.',
      default: 0,
      min: 0,
      max: 0.95,
    },
    head: {
      kind: 'choice',
      label: 'Head',
      help: 'What the last layer reads: every position, or the mean of each channel.',
      default: 'flatten',
      options: ['flatten', 'global-average-pool'],
    },
  },
  build({ filters, kernel, batchNorm, dropout, head }, { inputShape, outputs }) {
    const blocks = filters.flatMap(count => [
      entry('conv2d', { filters: count, kernel, padding: 'same', bias: !batchNorm, initialiser: 'he-normal' }),
      ...(batchNorm ? [entry('batch-norm')] : []),
      entry('max-pool', { size: 2 }),
      entry('activation', { function: 'relu' }),
    ]);
    const end = [entry(head), ...(dropout > 0 ? [entry('dropout', { rate: dropout })] : []), entry('dense', { units: outputs })];
    return graphFromLayers([...blocks, ...end], { inputShape, outputs, task: 'values' });
  },
});
