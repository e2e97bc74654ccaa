import type { PlanMethod, PlanStep } from '../plan.ts';
import { FEWER_BITS } from './step-names.ts';

/** The model as it is, with fewer bits. */
export const quantise: PlanMethod = {
  id: 'quantise',
  byShare: false,
  takesBits: false,
  leaves: () => ({ parameters: 1, multiplyAdds: 1, bytes: INT8_SHARE }),
  steps: ({ batchSize }, { model }) => ({ [FEWER_BITS]: quantised(model, batchSize) }),
};

/** Bits of a weight of an int8 model, as a share of float32's. */
export const INT8_SHARE = 0.25;

export function quantised(model: string, batchSize: number): PlanStep {
  return { do: 'quantise', model, precision: 'int8', sensitivity: false, batchSize, controls: { dense: false } };
}
