import { definePreset } from '../preset.ts';
import { residualNet } from './residual-net.ts';

/** Stages of residual blocks; see `residualNet`. */
export const miniResnet = definePreset({
  id: 'mini-resnet',
  title: 'Mini ResNet',
  help: 'Residual blocks for small images.',
  source: 'He 2015, arXiv:1512.03385, section 4.2',
  revision: 1,
  widths: 'widths',
  params: {
    widths: {
      kind: 'list',
      label: 'Widths',
      help: 'Channels of each stage.',
      of: { kind: 'number', label: 'Channels', min: 1, max: 4096, integer: true, scale: 'log' },
      default: [16, 32, 64],
      minItems: 1,
      maxItems: 6,
      source: 'He 2015, arXiv:1512.03385',
    },
    blocks: { kind: 'number', label: 'Blocks per stage', default: 1, min: 1, max: 200, integer: true },
    batchNorm: { kind: 'flag', label: 'Batch normalisation', default: true },
  },
  build: residualNet,
});
