import { defineValueMetric, meanOf } from '../metric.ts';
import { perItem } from '../value-errors.ts';

export const mae = defineValueMetric({
  id: 'mae',
  title: 'Mean absolute error',
  help: 'In the unit of the target.',
  source: 'standard',
  revision: 1,
  better: 'lower',
  prepare: outcomes => meanOf(perItem(outcomes, Math.abs)),
});
