import { defineCriterion } from '../criterion.ts';
import { evidenceItems } from './evidence-items.ts';

/** How much the loss on training items rises when the layer or block is taken out, nothing trained after. */
export const lossIncrease = defineCriterion({
  id: 'loss-increase',
  title: 'Loss increase',
  help: 'Takes every layer or block out once and measures; what raises the loss least goes first.',
  source: 'Veit et al. 2016, arXiv:1605.06431',
  params: { items: evidenceItems },
  revision: 1,
  needs: 'removals',
  units: ['layers'],
  isGlobal: true,
  score: ({ evidence }) => Float32Array.from(evidence.lossIncrease),
});
