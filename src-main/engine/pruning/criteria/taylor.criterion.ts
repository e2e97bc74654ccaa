import { defineCriterion } from '../criterion.ts';
import { evidenceItems } from './evidence-items.ts';

/** (Σ g·w)², the square of the first-order change of the loss without the unit, mean over batches. */
export const taylor = defineCriterion({
  id: 'taylor',
  title: 'Taylor',
  help: 'What would change the loss least goes first, by its slope.',
  source: 'Molchanov et al. 2019, arXiv:1906.10771',
  params: { items: evidenceItems },
  revision: 1,
  needs: 'gradients',
  units: ['weights', 'channels', 'layers'],
  isGlobal: true,
  score: ({ evidence }) => Float32Array.from(evidence.products),
});
