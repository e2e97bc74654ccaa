import type { PlanMethod } from '../plan.ts';
import { rounded } from './shares.ts';
import { SMALLER } from './step-names.ts';

/** Masks weights little by little over half of the epochs, as far as there is a half, and fine-tunes with the others. */
export const pruneWeights: PlanMethod = {
  id: 'prune-weights',
  byShare: true,
  takesBits: true,
  // Zeros of a mask are still multiplied with, and counted, but hardly stored. A mask and fewer bits each have a file of their own; there is none of both.
  leaves: (keep, bits) => ({ parameters: 1, multiplyAdds: 1, bytes: Math.min(keep, bits) }),
  steps({ keep, learningRate, batchSize }, { model, epochs }) {
    const ramp = Math.floor(epochs / 2);
    const controls = { random: false, scratch: false, dense: false };
    return {
      [SMALLER]: {
        ...({ do: 'prune', model, optimizer: { kind: 'adam', learningRate }, batchSize, controls } as const),
        ...{ granularity: 'weights', scope: 'global', target: { sparsity: Math.min(0.999, rounded(1 - keep)) } },
        schedule: ramp === 0 ? { kind: 'one-shot' } : { kind: 'cubic', epochs: ramp },
        fineTune: { epochs: epochs - ramp, learningRate },
      },
    };
  },
};
