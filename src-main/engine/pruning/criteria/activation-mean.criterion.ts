import { defineCriterion } from '../criterion.ts';
import { evidenceItems } from './evidence-items.ts';

/** Mean |activation| of a channel where other layers read it. */
export const activationMean = defineCriterion({
  id: 'activation-mean',
  title: 'Mean activation',
  help: 'Channels that answer most faintly go first.',
  source: 'Molchanov et al. 2017, arXiv:1611.06440',
  params: { items: evidenceItems },
  revision: 1,
  needs: 'activations',
  units: ['channels'],
  isGlobal: false,
  score: ({ evidence }) => Float32Array.from(evidence.meanMagnitude),
});
