import { meansPerItem } from '../label-counts.ts';
import { defineClassMetric, meanOf } from '../metric.ts';

/** Σ over classes of (p − y)², mean over items: in [0, 2], the original form, also for two classes. Of labels the mean of each one's (p − y)². */
export const brier = defineClassMetric({
  id: 'brier',
  title: 'Brier score',
  help: 'Squared distance between the probabilities and the truth, from 0 to 2; of labels the mean over them, from 0 to 1.',
  source: 'Brier 1950, "Verification of forecasts expressed in terms of probability"',
  revision: 1,
  better: 'lower',
  prepare({ probabilities, targets, classes }) {
    const scores = Float64Array.from(targets, (target, i) => {
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += (probabilities[i * classes + c]! - Number(c === target)) ** 2;
      return sum;
    });
    return meanOf(scores);
  },
  prepareLabels: outcomes => meanOf(meansPerItem(outcomes, at => (outcomes.probabilities[at]! - outcomes.targets[at]!) ** 2)),
});
