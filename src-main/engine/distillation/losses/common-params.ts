import type { NumberSpec, TextSpec } from '../../../../src-shared/domain/params/param-spec.ts';

export const alpha = {
  kind: 'number',
  label: 'Alpha',
  help: 'Weight of this loss; the labels’ own loss has what the first one leaves of 1.',
  default: 0.9,
  min: 0,
  max: 1,
  source: 'Hinton et al. 2015, arXiv:1503.02531: most of the weight on the soft targets',
} as const satisfies NumberSpec;

export const temperature = {
  kind: 'number',
  label: 'Temperature',
  help: 'Divides the logits of both; a small student wants a low one.',
  default: 4,
  min: 0,
  aboveMin: true,
  max: 100,
  scale: 'log',
  source: 'Hinton et al. 2015, arXiv:1503.02531',
} as const satisfies NumberSpec;

/** Weight of a loss over features, which are on no scale of their own. */
export const featureAlpha = {
  kind: 'number',
  label: 'Weight (alpha)',
  help: 'Of this loss; the labels’ own loss has what the first one leaves of 1, or nothing.',
  default: 0.5,
  min: 0,
  max: 10_000,
} as const satisfies NumberSpec;

export const studentLayer = {
  kind: 'text',
  label: 'Layer of the student',
  help: 'Left out: the last one before the answers that can be compared.',
  optional: true,
} as const satisfies TextSpec;

export const teacherLayer = {
  kind: 'text',
  label: 'Layer of the teacher',
  help: 'Left out: the last one before the answers that can be compared.',
  optional: true,
} as const satisfies TextSpec;
