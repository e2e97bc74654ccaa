import { createRegistry, type Registry } from '../../../../src-shared/lib/registry.ts';
import type { Learner } from './learner.ts';
import { net } from './net.learner.ts';
import { nonNegative } from './non-negative.learner.ts';
import { ridge } from './ridge.learner.ts';

/** Level-1 learners of stacking. */
export const learners: Registry<Learner> = createRegistry<Learner>([nonNegative, ridge, net]);
