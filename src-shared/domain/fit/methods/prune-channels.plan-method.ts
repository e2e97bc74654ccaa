import type { PlanMethod } from '../plan.ts';
import { SMALLER } from './step-names.ts';
import { allOf, rounded } from './shares.ts';

/** Removes channels at once, and fine-tunes what is left. */
export const pruneChannels: PlanMethod = {
  id: 'prune-channels',
  byShare: true,
  takesBits: true,
  leaves: allOf,
  steps({ keep, learningRate, batchSize }, { model, epochs }) {
    const optimizer = { kind: 'adam', learningRate };
    const controls = { random: false, scratch: false, dense: false };
    return {
      [SMALLER]: {
        ...({ do: 'prune', model, optimizer, batchSize, controls } as const),
        ...{ granularity: 'channels', target: { parameters: rounded(keep) }, schedule: { kind: 'one-shot' } },
        fineTune: { epochs, learningRate },
      },
    };
  },
};
