import type { PlanMethod } from '../plan.ts';
import { allOf, rounded } from './shares.ts';
import { SMALLER, WIDE } from './step-names.ts';

/**
 * Searches the widths of the model's layers: with half of the epochs it learns to answer at many widths, then the best sub-network
 * within the share is searched, and the other half fine-tunes it (Yu & Huang 2019, arXiv:1903.11728). The sub-networks that are
 * tried share its weights, and are not trained.
 */
export const search: PlanMethod = {
  id: 'search',
  byShare: true,
  takesBits: true,
  leaves: allOf,
  steps({ keep, learningRate, batchSize }, { model, epochs }) {
    const wide = Math.ceil(epochs / 2);
    const common = { optimizer: { kind: 'adam', learningRate }, batchSize };
    return {
      [WIDE]: { do: 'slim', model, widths: [narrowest(keep), 1], epochs: wide, ...common },
      [SMALLER]: {
        ...({ do: 'subnet', model: WIDE, target: { parameters: rounded(keep) }, ...common } as const),
        ...{ fineTune: { epochs: epochs - wide, learningRate }, controls: { scratch: false } },
      },
    };
  },
};

/** Parameters go with the width where inputs or outputs have most of them, else with its square: at half of the share there is room to choose. */
function narrowest(keep: number): number {
  return rounded(keep / 2);
}
