import { wrongLabels } from '../label-counts.ts';
import { defineClassMetric, meanOf } from '../metric.ts';

export const error = defineClassMetric({
  id: 'error',
  title: 'Error rate',
  help: 'Share of items answered wrong; of items with several labels, of those with any label wrong.',
  source: 'standard',
  revision: 1,
  better: 'lower',
  prepare: ({ answers, targets }) => meanOf(answers.map((answer, i) => Number(answer !== targets[i]))),
  prepareLabels: outcomes => meanOf(wrongLabels(outcomes).map(wrong => Number(wrong > 0))),
});
