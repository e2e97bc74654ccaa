import type { NumberSpec } from '../../../../src-shared/domain/params/param-spec.ts';

export const reduction = {
  kind: 'number',
  label: 'Reduction',
  help: 'One of so many goes on to the next rung, and trains so many times as long.',
  source: 'Li et al. 2018, arXiv:1603.06560',
  default: 3,
  min: 2,
  max: 10,
  integer: true,
} as const satisfies NumberSpec;

export const leastEpochs = {
  kind: 'number',
  label: 'Epochs of the first rung',
  default: 1,
  min: 1,
  max: 10_000,
  integer: true,
} as const satisfies NumberSpec;
