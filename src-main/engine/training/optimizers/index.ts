import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Optimizer } from '../optimizer.ts';
import { adam } from './adam.optimizer.ts';
import { adamw } from './adamw.optimizer.ts';
import { rmsprop } from './rmsprop.optimizer.ts';
import { sgd } from './sgd.optimizer.ts';

/** In the order of the forms. A test fails when an *.optimizer.ts of this folder is missing here. */
export const optimizers = createRegistry<Optimizer>([adam, adamw, sgd, rmsprop]);
