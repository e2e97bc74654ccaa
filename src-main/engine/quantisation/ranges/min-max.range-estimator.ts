import { defineRangeEstimator } from '../range-estimator.ts';

export const minMax = defineRangeEstimator({
  id: 'min-max',
  title: 'Least to greatest',
  help: 'Nothing that calibration met is cut off; one outlier makes all steps coarse.',
  source: 'Jacob 2018, arXiv:1712.05877, §3.1',
  revision: 1,
  params: {},
  range: (_config, { low, high }) => ({ low: Math.min(low, 0), high: Math.max(high, 0) }),
});
