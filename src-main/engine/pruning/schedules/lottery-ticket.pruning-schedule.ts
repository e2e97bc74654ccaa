import { definePruningSchedule, geometric } from '../pruning-schedule.ts';

/** Trains a new initialisation, prunes it, puts what is left back to its values at an early epoch, and again. */
export const lotteryTicket = definePruningSchedule({
  id: 'lottery-ticket',
  title: 'Lottery ticket',
  help: 'Finds a sparse network that trains well from early weights: train, prune, rewind, in rounds.',
  source: 'Frankle & Carbin 2019, arXiv:1803.03635; rewinding: Frankle et al. 2019, arXiv:1912.05671',
  params: {
    rounds: { kind: 'number', label: 'Rounds', default: 5, min: 1, max: 1000, integer: true },
    epochs: { kind: 'number', label: 'Training in each round', unit: 'epochs', default: 5, min: 1, max: 10_000, integer: true },
    rewindTo: {
      kind: 'number',
      label: 'Rewind to',
      help: 'Epoch whose weights are put back; 0 is the initialisation.',
      unit: 'epochs',
      default: 1,
      min: 0,
      max: 10_000,
      integer: true,
    },
  },
  revision: 1,
  start: 'fresh',
  epochs: ({ epochs, rewindTo }) => Math.max(epochs, rewindTo + 1),
  updates: ({ epochs, rewindTo }, stepsPerEpoch) => [Math.max(epochs, rewindTo + 1) * stepsPerEpoch],
  kept: geometric,
  rewind: ({ rounds, rewindTo }) => ({ rounds, toEpoch: rewindTo }),
});
