import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Sampler } from '../sampler.ts';
import { evolution } from './evolution.sampler.ts';
import { gaussianProcess } from './gaussian-process.sampler.ts';
import { grid } from './grid.sampler.ts';
import { nsgaII } from './nsga-ii.sampler.ts';
import { random } from './random.sampler.ts';
import { sobol } from './sobol.sampler.ts';
import { tpe } from './tpe.sampler.ts';

/** In the order of the forms. A test fails when a *.sampler.ts of this folder is missing here. */
export const samplers = createRegistry<Sampler>([tpe, random, sobol, grid, evolution, gaussianProcess, nsgaII]);
