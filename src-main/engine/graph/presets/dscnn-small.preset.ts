import type { LayerEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';

/**
 * Depthwise separable convolutions for keyword spotting on spectrograms [frames, bands, 1]: a first convolution over 10 frames
 * and 4 bands that halves both, then blocks of a depthwise 3×3 and a 1×1 convolution, global average pooling, one dense layer.
 * With 64 channels and 4 blocks it is the paper's DS-CNN-S.
 */
export const dscnnSmall = definePreset({
  id: 'dscnn-small',
  title: 'Small DS-CNN',
  help: 'Depthwise separable convolutions over a spectrogram, for spoken words on small devices.',
  source: 'Zhang 2017, arXiv:1711.07128',
  revision: 1,
  params: {
    channels: { kind: 'number', label: 'Channels', help: 'Of every block.', default: 64, min: 1, max: 4096, integer: true, scale: 'log' },
    blocks: { kind: 'number', label: 'Blocks', default: 4, min: 1, max: 64, integer: true },
    dropout: {
      kind: 'number',
      label: 'Dropout',
      help: 'Share zeroed before the last layer while training.',
      default: 0.2,
      min: 0,
      max: 0.95,
    },
  },
  build({ channels, blocks, dropout }, { inputShape, outputs }) {
    const common = { padding: 'same', bias: false, initialiser: 'he-normal' };
    const first = entry('conv2d', { filters: channels, kernel: [10, 4], stride: 2, ...common });
    const block = [
      entry('depthwise-conv2d', { kernel: 3, ...common }),
      ...active(),
      entry('conv2d', { filters: channels, kernel: 1, ...common }),
      ...active(),
    ];
    const end = [
      entry('global-average-pool'),
      ...(dropout > 0 ? [entry('dropout', { rate: dropout })] : []),
      entry('dense', { units: outputs }),
    ];
    const list = [first, ...active(), ...Array.from({ length: blocks }, () => block).flat(), ...end];
    return graphFromLayers(list, { inputShape, outputs, task: 'values' });
  },
});

function active(): readonly LayerEntry[] {
  return [entry('batch-norm'), entry('activation', { function: 'relu' })];
}
