import { definePruningSchedule } from '../pruning-schedule.ts';

/** A ramp of fewer prunings is a staircase. */
const LEAST_UPDATES = 10;

/**
 * s_t = s_f + (s_i − s_f)·(1 − t)³ over the ramp: fast while much is superfluous, slow at the end. Prunes every `every`
 * steps, more often on a ramp too short for ten prunings.
 */
export const cubic = definePruningSchedule({
  id: 'cubic',
  title: 'Cubic ramp',
  help: 'Prunes a little every few steps while training goes on.',
  source: 'Zhu & Gupta 2017, arXiv:1710.01878',
  params: {
    epochs: { kind: 'number', label: 'Ramp', unit: 'epochs', default: 6, min: 1, max: 10_000, integer: true },
    every: {
      kind: 'number',
      label: 'Prune every',
      help: 'More often when the ramp has room for fewer than ten prunings.',
      unit: 'steps',
      default: 100,
      min: 1,
      max: 1_000_000,
      integer: true,
    },
  },
  revision: 1,
  start: 'trained',
  epochs: ({ epochs }) => epochs,
  updates({ epochs, every }, stepsPerEpoch) {
    const steps = epochs * stepsPerEpoch;
    const period = Math.max(1, Math.min(every, Math.floor(steps / LEAST_UPDATES)));
    return Array.from({ length: Math.floor(steps / period) }, (_, i) => (i + 1) * period);
  },
  kept: (progress, initial, final) => final + (initial - final) * (1 - progress) ** 3,
});
