import { defineCriterion, sumOverUnits } from '../criterion.ts';

/** |w|. Under a global ranking the raw values of all kernels are compared, as in Frankle & Carbin 2019, arXiv:1803.03635. */
export const magnitude = defineCriterion({
  id: 'magnitude',
  title: 'Magnitude',
  help: 'The smallest weights go first.',
  source: 'Han et al. 2015, arXiv:1506.02626',
  params: {},
  revision: 1,
  needs: 'weights',
  units: ['weights'],
  isGlobal: true,
  score: ({ subject }) => Float32Array.from(sumOverUnits(subject, (_name, _i, weight) => Math.abs(weight))),
});
