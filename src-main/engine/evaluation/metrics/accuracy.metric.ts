import { defineClassMetric, meanOf } from '../metric.ts';

export const accuracy = defineClassMetric({
  id: 'accuracy',
  title: 'Accuracy',
  help: 'Share of items answered right.',
  source: 'standard',
  revision: 1,
  better: 'higher',
  prepare: ({ answers, targets }) => meanOf(answers.map((answer, i) => Number(answer === targets[i]))),
});
