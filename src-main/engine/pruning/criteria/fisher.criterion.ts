import { defineCriterion, sumOverUnits } from '../criterion.ts';
import { evidenceItems } from './evidence-items.ts';

/**
 * ½·E[g²]·w²: the second-order change of the loss with a diagonal Hessian, its diagonal taken as the mean of squared
 * gradients of batches. Of a channel: the sum over its weights.
 */
export const fisher = defineCriterion({
  id: 'fisher',
  title: 'Fisher',
  help: 'What would change the loss least goes first, by its curvature.',
  source: 'LeCun et al. 1989 (optimal brain damage); Theis et al. 2018, arXiv:1801.05787',
  params: { items: evidenceItems },
  revision: 1,
  needs: 'gradients',
  units: ['weights', 'channels', 'layers'],
  isGlobal: true,
  score: ({ subject, evidence }) =>
    Float32Array.from(sumOverUnits(subject, (name, i, weight) => 0.5 * (evidence.meanSquare(name)[i] ?? 0) * weight * weight)),
});
