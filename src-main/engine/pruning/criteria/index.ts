import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { PruningCriterion } from '../criterion.ts';
import { magnitude } from './magnitude.criterion.ts';
import { random } from './random.criterion.ts';

/** In the order of the forms. A test fails when a *.criterion.ts of this folder is missing here. */
export const criteria = createRegistry<PruningCriterion>([magnitude, random]);
