import { defineCriterion, unitsOf } from '../criterion.ts';

/** Uniform scores, fixed for the whole run: the control every other criterion must beat. */
export const random = defineCriterion({
  id: 'random',
  title: 'Random (control)',
  help: 'Draws lots: the control for every other criterion.',
  source: 'Control at equal budget; Blalock et al. 2020, arXiv:2003.03033',
  params: {},
  revision: 1,
  needs: 'weights',
  units: ['weights', 'channels', 'layers'],
  isGlobal: true,
  score: ({ subject, random: stream }) => Float32Array.from({ length: unitsOf(subject) }, () => stream.next()),
});
