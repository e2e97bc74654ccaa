import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { definePreset } from '../preset.ts';
import { residualNet } from './residual-net.ts';

const STAGES = [1, 2, 4] as const;

/** ResNet-8, -20, -56 and their kin, by their depth; see `residualNet`. */
export const resnet = definePreset({
  id: 'resnet',
  title: 'ResNet',
  help: 'Residual blocks in three stages, by its depth: 8, 14, 20, … 56.',
  source: 'He 2015, arXiv:1512.03385, section 4.2',
  revision: 1,
  params: {
    depth: {
      kind: 'number',
      label: 'Depth',
      help: 'Layers with weights, shortcuts not counted: 2 more than a multiple of 6.',
      default: 20,
      min: 8,
      max: 200,
      integer: true,
    },
    width: {
      kind: 'number',
      label: 'Width',
      help: 'Channels of the first stage; each stage has twice as many as the one before.',
      default: 16,
      min: 1,
      max: 1024,
      integer: true,
      scale: 'log',
    },
  },
  build({ depth, width }, purpose) {
    const blocks = (depth - 2) / 6;
    if (Number.isInteger(blocks)) return residualNet({ widths: STAGES.map(times => times * width), blocks, batchNorm: true }, purpose);
    const below = 6 * Math.max(1, Math.floor(blocks)) + 2;
    throw invalidInput(`A depth of 2 more than a multiple of 6 is required, got ${depth}`, {
      path: 'depth',
      hint: `The nearest are ${below} and ${below + 6}.`,
    });
  },
});
