import { defineCriterion, sumOverUnits } from '../criterion.ts';
import { evidenceItems } from './evidence-items.ts';

/** |g·w| with the mean gradient; made for untrained networks. Of a channel: the sum over its weights. */
export const snip = defineCriterion({
  id: 'snip',
  title: 'SNIP',
  help: 'Connections the loss is least sensitive to go first; works before any training.',
  source: 'Lee et al. 2019, arXiv:1810.02340',
  params: { items: { ...evidenceItems, default: 4096 } },
  revision: 1,
  needs: 'gradients',
  units: ['weights', 'channels'],
  isGlobal: true,
  score: ({ subject, evidence }) =>
    Float32Array.from(sumOverUnits(subject, (name, i, weight) => Math.abs((evidence.mean(name)[i] ?? 0) * weight))),
});
