import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Sampler } from '../sampler.ts';
import { random } from './random.sampler.ts';
import { tpe } from './tpe.sampler.ts';

/** In the order of the forms. A test fails when a *.sampler.ts of this folder is missing here. */
export const samplers = createRegistry<Sampler>([tpe, random]);
