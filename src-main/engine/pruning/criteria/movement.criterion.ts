import { defineCriterion, sumOverUnits } from '../criterion.ts';

/** −Σ g·w over the steps so far: weights that training moves towards 0 go first. Of a channel: the sum over its weights. */
export const movement = defineCriterion({
  id: 'movement',
  title: 'Movement',
  help: 'Weights that training moves towards zero go first; needs a schedule that trains before it prunes.',
  source: 'Sanh et al. 2020, arXiv:2005.07683',
  params: {},
  revision: 1,
  needs: 'movement',
  units: ['weights', 'channels'],
  isGlobal: true,
  score: ({ subject, evidence }) => Float32Array.from(sumOverUnits(subject, (name, i) => evidence.of(name)[i]!)),
});
