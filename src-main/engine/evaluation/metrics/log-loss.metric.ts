import { meansPerItem } from '../label-counts.ts';
import { defineClassMetric, meanOf } from '../metric.ts';

/** Mean of −ln p(what is true), in nats; from logits, so not clipped. Of labels the mean over items and labels. */
export const logLoss = defineClassMetric({
  id: 'log-loss',
  title: 'Log loss',
  help: 'Negative log-likelihood of the true class, or of what is true of each label, in nats: punishes confident mistakes.',
  source: 'Good 1952, "Rational decisions", doi:10.1111/j.2517-6161.1952.tb00104.x',
  revision: 1,
  better: 'lower',
  prepare: ({ logLikelihood }) => meanOf(logLikelihood.map(value => -value)),
  prepareLabels: outcomes => meanOf(meansPerItem(outcomes, at => -outcomes.logLikelihood[at]!)),
});
