import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Schedule } from '../schedule.ts';
import { constant } from './constant.schedule.ts';
import { cosine } from './cosine.schedule.ts';
import { oneCycle } from './one-cycle.schedule.ts';
import { step } from './step.schedule.ts';
import { warmUp } from './warm-up.schedule.ts';

/** In the order of the forms. A test fails when a *.schedule.ts of this folder is missing here. */
export const schedules = createRegistry<Schedule>([constant, step, cosine, warmUp, oneCycle]);
