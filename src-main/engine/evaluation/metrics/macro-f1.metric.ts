import { countByClass, type ClassCounts } from '../class-counts.ts';
import { countByLabel } from '../label-counts.ts';
import { defineClassMetric } from '../metric.ts';

/** F1 = 2·right / (actual + answered) per class or label, averaged over those that occur or are answered. */
export const macroF1 = defineClassMetric({
  id: 'macro-f1',
  title: 'Macro F1',
  help: 'Harmonic mean of precision and recall in each class or label, averaged over them.',
  source:
    'Sokolova & Lapalme 2009, "A systematic analysis of performance measures for classification tasks", doi:10.1016/j.ipm.2009.03.002; mean of F1s as in Opitz & Burst 2019, arXiv:1911.03347',
  revision: 1,
  better: 'higher',
  prepare: outcomes => ({
    work: outcomes.items,
    value(counts) {
      return meanF1(countByClass(outcomes, counts));
    },
  }),
  prepareLabels: outcomes => ({
    work: outcomes.items * outcomes.labels,
    value: counts => meanF1(countByLabel(outcomes, counts)),
  }),
});

function meanF1({ right, actual, answered }: ClassCounts): number {
  let sum = 0;
  let present = 0;
  for (let c = 0; c < right.length; c++) {
    const both = actual[c]! + answered[c]!;
    if (both === 0) continue;
    sum += (2 * right[c]!) / both;
    present++;
  }
  return sum / present;
}
