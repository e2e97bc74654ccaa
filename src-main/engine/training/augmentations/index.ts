import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Augmentation } from '../augmentation.ts';
import { backgroundNoise } from './background-noise.augmentation.ts';
import { colourJitter } from './colour-jitter.augmentation.ts';
import { cutmix } from './cutmix.augmentation.ts';
import { cutout } from './cutout.augmentation.ts';
import { flip } from './flip.augmentation.ts';
import { mixup } from './mixup.augmentation.ts';
import { noise } from './noise.augmentation.ts';
import { resizedCrop } from './resized-crop.augmentation.ts';
import { rotate } from './rotate.augmentation.ts';
import { shift } from './shift.augmentation.ts';
import { specMask } from './spec-mask.augmentation.ts';
import { timeShift } from './time-shift.augmentation.ts';
import { wordDropout } from './word-dropout.augmentation.ts';

/** In the order of the forms. A test fails when a *.augmentation.ts of this folder is missing here. */
export const augmentations = createRegistry<Augmentation>([
  shift,
  flip,
  rotate,
  resizedCrop,
  cutout,
  colourJitter,
  mixup,
  cutmix,
  noise,
  timeShift,
  specMask,
  backgroundNoise,
  wordDropout,
]);
