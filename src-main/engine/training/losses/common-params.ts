import type { NumberSpec } from '../../../../src-shared/domain/params/param-spec.ts';

export const labelSmoothing = {
  kind: 'number',
  label: 'Label smoothing',
  help: 'Share of the target that is spread evenly over all classes.',
  default: 0,
  min: 0,
  max: 0.9,
  source: 'Szegedy et al. 2016, arXiv:1512.00567',
} as const satisfies NumberSpec;
