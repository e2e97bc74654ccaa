import { defineClassMetric, meanOf } from '../metric.ts';

export const error = defineClassMetric({
  id: 'error',
  title: 'Error rate',
  help: 'Share of items answered wrong.',
  source: 'standard',
  revision: 1,
  better: 'lower',
  prepare: ({ answers, targets }) => meanOf(answers.map((answer, i) => Number(answer !== targets[i]))),
});
