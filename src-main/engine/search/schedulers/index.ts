import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Scheduler } from '../scheduler.ts';
import { asha } from './asha.scheduler.ts';
import { hyperband } from './hyperband.scheduler.ts';
import { medianStop } from './median-stop.scheduler.ts';
import { none } from './none.scheduler.ts';
import { successiveHalving } from './successive-halving.scheduler.ts';

/** In the order of the forms. A test fails when a *.scheduler.ts of this folder is missing here. */
export const schedulers = createRegistry<Scheduler>([asha, hyperband, successiveHalving, medianStop, none]);
