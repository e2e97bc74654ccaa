import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { PruningSchedule } from '../pruning-schedule.ts';
import { atInitialisation } from './at-initialisation.pruning-schedule.ts';
import { cubic } from './cubic.pruning-schedule.ts';
import { iterative } from './iterative.pruning-schedule.ts';
import { lotteryTicket } from './lottery-ticket.pruning-schedule.ts';
import { oneShot } from './one-shot.pruning-schedule.ts';

/** In the order of the forms. A test fails when a *.pruning-schedule.ts of this folder is missing here. */
export const pruningSchedules = createRegistry<PruningSchedule>([cubic, iterative, oneShot, lotteryTicket, atInitialisation]);
