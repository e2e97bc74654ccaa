import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Augmentation } from '../augmentation.ts';
import { shift } from './shift.augmentation.ts';

/** In the order of the forms. A test fails when a *.augmentation.ts of this folder is missing here. */
export const augmentations = createRegistry<Augmentation>([shift]);
