import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Augmentation } from '../augmentation.ts';
import { backgroundNoise } from './background-noise.augmentation.ts';
import { shift } from './shift.augmentation.ts';
import { specMask } from './spec-mask.augmentation.ts';
import { timeShift } from './time-shift.augmentation.ts';
import { wordDropout } from './word-dropout.augmentation.ts';

/** In the order of the forms. A test fails when a *.augmentation.ts of this folder is missing here. */
export const augmentations = createRegistry<Augmentation>([shift, timeShift, specMask, backgroundNoise, wordDropout]);
