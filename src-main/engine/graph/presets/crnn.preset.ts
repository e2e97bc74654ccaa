import type { LayerEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';
import { requireImage } from '../shape-checks.ts';

/**
 * Convolutions over a spectrogram [frames, bands, 1], each halving the bands and the first also the frames; then every frame,
 * its bands and channels in a row, is read from both ends by gated recurrent units, and the mean over the frames answers.
 */
export const crnn = definePreset({
  id: 'crnn',
  title: 'Convolutional recurrent net',
  help: 'Convolutions over a spectrogram, and recurrent units over its frames in both directions.',
  source: 'Arik 2017, arXiv:1703.05390',
  revision: 1,
  params: {
    filters: {
      kind: 'list',
      label: 'Filters',
      help: 'Of each block.',
      of: { kind: 'number', label: 'Filters', min: 1, max: 4096, integer: true, scale: 'log' },
      default: [16, 32],
      minItems: 1,
      maxItems: 6,
    },
    units: {
      kind: 'number',
      label: 'Units',
      help: 'Size of the state, in each direction.',
      default: 32,
      min: 1,
      max: 4096,
      integer: true,
      scale: 'log',
    },
    dropout: {
      kind: 'number',
      label: 'Dropout',
      help: 'Share zeroed before the last layer while training.',
      default: 0.2,
      min: 0,
      max: 0.95,
    },
  },
  build({ filters, units, dropout }, { inputShape, outputs }) {
    const [frames, bands] = requireImage('crnn', inputShape);
    const blocks = filters.flatMap((count, i): LayerEntry[] => [
      entry('conv2d', { filters: count, kernel: 3, padding: 'same', bias: false, initialiser: 'he-normal' }),
      entry('batch-norm'),
      entry('activation', { function: 'relu' }),
      entry('max-pool', { size: [i === 0 ? 2 : 1, 2], padding: 'same' }),
    ]);
    const bandsLeft = filters.reduce(size => Math.ceil(size / 2), bands);
    const rows = [Math.ceil(frames / 2), bandsLeft * (filters.at(-1) ?? 1)];
    const end = [
      entry('reshape', { shape: rows }),
      entry('bidirectional', { cell: 'gru', units, returnSequences: true }),
      entry('global-average-pool'),
      ...(dropout > 0 ? [entry('dropout', { rate: dropout })] : []),
      entry('dense', { units: outputs }),
    ];
    return graphFromLayers([...blocks, ...end], { inputShape, outputs, task: 'values' });
  },
});
