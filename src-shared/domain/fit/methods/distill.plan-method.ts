import type { PlanCall, PlanMethod, PlanStep } from '../plan.ts';
import { allOf, rounded } from './shares.ts';
import { SMALLER } from './step-names.ts';

/** Teaches a network of the same kind, narrower everywhere. */
export const distill: PlanMethod = {
  id: 'distill',
  byShare: true,
  takesBits: true,
  leaves: allOf,
  steps: (plan, call) => ({ [SMALLER]: taught(plan, call) }),
};

interface Student {
  readonly keep: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/** The model's student with such a share of its parameters. */
export function taught({ keep, learningRate, batchSize }: Student, { model, epochs }: PlanCall): PlanStep {
  const student = { budget: { parameters: rounded(keep) } };
  return { do: 'distill', teachers: [model], student, optimizer: { kind: 'adam', learningRate }, epochs, batchSize, control: false };
}
