import { defineValueMetric, meanOf } from '../metric.ts';
import { perItem } from '../value-errors.ts';

export const rmse = defineValueMetric({
  id: 'rmse',
  title: 'Root mean squared error',
  help: 'In the unit of the target; large mistakes weigh more.',
  source: 'standard',
  revision: 1,
  better: 'lower',
  prepare: outcomes =>
    meanOf(
      perItem(outcomes, difference => difference ** 2),
      Math.sqrt,
    ),
});
