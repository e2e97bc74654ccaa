import { wrongLabels } from '../label-counts.ts';
import { defineLabelMetric, meanOf } from '../metric.ts';

export const hammingLoss = defineLabelMetric({
  id: 'hamming-loss',
  title: 'Hamming loss',
  help: 'Share of all answers to all labels that are wrong.',
  source: 'Schapire & Singer 2000, doi:10.1023/A:1007649029923',
  revision: 1,
  better: 'lower',
  prepare: outcomes => meanOf(wrongLabels(outcomes).map(wrong => wrong / outcomes.labels)),
});
