import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';

/** How averaging weights is guarded. */
export const barrierParams = {
  points: {
    kind: 'number',
    label: 'Points on the line',
    help: 'Where the error between two models is measured, the ends among them.',
    default: 5,
    min: 3,
    max: 101,
    integer: true,
  },
  maxBarrier: {
    kind: 'number',
    label: 'Highest barrier',
    help: 'By how much the error may rise between two models; beyond, their weights are not averaged.',
    default: 0.02,
    min: 0,
    max: 1,
    source: 'Frankle et al. 2020, arXiv:1912.05671: two points of error',
  },
} as const satisfies ParamSpecs;
