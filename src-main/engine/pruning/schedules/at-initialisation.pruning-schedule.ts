import { definePruningSchedule, geometric } from '../pruning-schedule.ts';

/** Prunes an untrained network, in rounds without training between them, then trains it: the fine-tune is all its training. */
export const atInitialisation = definePruningSchedule({
  id: 'at-initialisation',
  title: 'Before training',
  help: 'Prunes a new initialisation of the network, then trains it for as long as the schedule says.',
  source: 'Lee et al. 2019, arXiv:1810.02340; rounds: Tanaka et al. 2020, arXiv:2006.05467',
  params: {
    rounds: {
      kind: 'number',
      label: 'Rounds',
      help: 'Rankings without training between them; one for SNIP, a hundred for SynFlow.',
      default: 1,
      min: 1,
      max: 1000,
      integer: true,
    },
    epochs: { kind: 'number', label: 'Training', unit: 'epochs', default: 10, min: 1, max: 10_000, integer: true },
  },
  revision: 1,
  start: 'fresh',
  epochs: ({ epochs }) => epochs,
  updates: ({ rounds }) => new Array<number>(rounds).fill(0),
  kept: geometric,
});
