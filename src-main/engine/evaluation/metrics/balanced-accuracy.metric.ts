import { countByClass } from '../class-counts.ts';
import { defineClassMetric } from '../metric.ts';

/** Mean recall over the classes that occur. */
export const balancedAccuracy = defineClassMetric({
  id: 'balanced-accuracy',
  title: 'Balanced accuracy',
  help: 'Share answered right in each class, averaged over classes, so that rare classes weigh as much as frequent ones.',
  source: 'Brodersen, Ong, Stephan, Buhmann 2010, "The balanced accuracy and its posterior distribution", doi:10.1109/ICPR.2010.764',
  revision: 1,
  better: 'higher',
  prepare: outcomes => ({
    work: outcomes.items,
    value(counts) {
      const { right, actual } = countByClass(outcomes, counts);
      let sum = 0;
      let present = 0;
      for (let c = 0; c < outcomes.classes; c++) {
        if (actual[c] === 0) continue;
        sum += right[c]! / actual[c]!;
        present++;
      }
      return sum / present;
    },
  }),
});
