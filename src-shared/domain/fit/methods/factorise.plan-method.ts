import type { PlanMethod } from '../plan.ts';
import { allOf, rounded } from './shares.ts';
import { SMALLER } from './step-names.ts';

/** Makes products of two smaller kernels of large ones, and fine-tunes them. */
export const factorise: PlanMethod = {
  id: 'factorise',
  byShare: true,
  takesBits: true,
  leaves: allOf,
  steps({ keep, learningRate, batchSize }, { model, epochs }) {
    return {
      [SMALLER]: {
        ...({ do: 'factorise', model, parameters: rounded(keep), optimizer: { kind: 'adam', learningRate } } as const),
        ...{ fineTune: { epochs, learningRate }, batchSize, controls: { dense: false } },
      },
    };
  },
};
