import { definePruningSchedule } from '../pruning-schedule.ts';

/** All at once, before the first step. */
export const oneShot = definePruningSchedule({
  id: 'one-shot',
  title: 'One shot',
  help: 'Prunes once; everything else is fine-tuning.',
  source: 'LeCun et al. 1989, "Optimal Brain Damage"',
  params: {},
  revision: 1,
  start: 'trained',
  epochs: () => 0,
  updates: () => [0],
  kept: (_progress, _initial, final) => final,
});
