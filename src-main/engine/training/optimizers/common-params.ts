import type { NumberSpec } from '../../../../src-shared/domain/params/param-spec.ts';

/** Parameters that several optimizers share, described once. */

export const learningRate = {
  kind: 'number',
  label: 'Learning rate',
  help: 'Before the schedule.',
  default: 0.001,
  min: 0,
  aboveMin: true,
  max: 10,
  scale: 'log',
} as const satisfies NumberSpec;

export const epsilon = {
  kind: 'number',
  label: 'Epsilon',
  help: 'Keeps the division finite.',
  default: 1e-7,
  min: 0,
  aboveMin: true,
  max: 1,
  scale: 'log',
  source: "Keras's default; Kingma & Ba 2015 use 1e-8",
} as const satisfies NumberSpec;

export const beta1 = {
  kind: 'number',
  label: 'Beta 1',
  help: 'Decay of the running mean of gradients.',
  default: 0.9,
  min: 0,
  max: 0.99999,
  source: 'Kingma & Ba 2015, arXiv:1412.6980',
} as const satisfies NumberSpec;

export const beta2 = {
  kind: 'number',
  label: 'Beta 2',
  help: 'Decay of the running mean of squared gradients.',
  default: 0.999,
  min: 0,
  max: 0.9999999,
  source: 'Kingma & Ba 2015, arXiv:1412.6980',
} as const satisfies NumberSpec;
