import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { defineCriterion } from '../criterion.ts';

/** |w|. Under a global ranking the raw values of all kernels are compared, as in Frankle & Carbin 2019, arXiv:1803.03635. */
export const magnitude = defineCriterion({
  id: 'magnitude',
  title: 'Magnitude',
  help: 'The smallest weights go first.',
  source: 'Han et al. 2015, arXiv:1506.02626',
  params: {},
  revision: 1,
  needs: 'weights',
  granularities: ['weights'],
  score({ subject }) {
    if (subject.kind !== 'weights') throw invalidInput(`'magnitude' ranks single weights, got ${subject.kind}`, { path: 'granularity' });
    return subject.kernel.values.map(Math.abs);
  },
});
