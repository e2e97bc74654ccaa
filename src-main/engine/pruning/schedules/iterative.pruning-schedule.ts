import { definePruningSchedule, geometric } from '../pruning-schedule.ts';

/** Every round prunes the same share of what is left, then trains. */
export const iterative = definePruningSchedule({
  id: 'iterative',
  title: 'Rounds',
  help: 'Prunes the same share of what is left in every round, and trains after each.',
  source: 'Han et al. 2015, arXiv:1506.02626; Frankle & Carbin 2019, arXiv:1803.03635',
  params: {
    rounds: { kind: 'number', label: 'Rounds', default: 4, min: 1, max: 1000, integer: true },
    epochs: { kind: 'number', label: 'Training after each round', unit: 'epochs', default: 1, min: 1, max: 10_000, integer: true },
  },
  revision: 1,
  start: 'trained',
  epochs: ({ rounds, epochs }) => rounds * epochs,
  updates: ({ rounds, epochs }, stepsPerEpoch) => Array.from({ length: rounds }, (_, round) => round * epochs * stepsPerEpoch),
  kept: geometric,
});
