import { countByLabel } from '../label-counts.ts';
import { defineLabelMetric } from '../metric.ts';

/** 2·right / (actual + answered) with all labels counted together; NaN where no label occurs or is answered. */
export const microF1 = defineLabelMetric({
  id: 'micro-f1',
  title: 'Micro F1',
  help: 'Harmonic mean of precision and recall over all labels together: frequent labels weigh most.',
  source: 'Tsoumakas & Vlahavas 2007, doi:10.1007/978-3-540-74958-5_38',
  revision: 1,
  better: 'higher',
  prepare: outcomes => ({
    work: outcomes.items * outcomes.labels,
    value(counts) {
      const { right, actual, answered } = countByLabel(outcomes, counts);
      const sum = (list: Float64Array): number => list.reduce((total, value) => total + value, 0);
      return (2 * sum(right)) / (sum(actual) + sum(answered));
    },
  }),
});
