import { wrongLabels } from '../label-counts.ts';
import { defineClassMetric, meanOf } from '../metric.ts';

export const accuracy = defineClassMetric({
  id: 'accuracy',
  title: 'Accuracy',
  help: 'Share of items answered right; of items with several labels, of those with every label right (subset accuracy).',
  source: 'standard',
  revision: 1,
  better: 'higher',
  prepare: ({ answers, targets }) => meanOf(answers.map((answer, i) => Number(answer === targets[i]))),
  prepareLabels: outcomes => meanOf(wrongLabels(outcomes).map(wrong => Number(wrong === 0))),
});
