import { assign } from '../../../../src-shared/domain/search/assignments.ts';
import { valueAt } from '../../../../src-shared/domain/search/domains.ts';
import { defineSampler } from '../sampler.ts';

/** Draws every value by lot, evenly on its scale. */
export const random = defineSampler({
  id: 'random',
  title: 'Random (control)',
  help: 'Draws every value by lot: what every other sampler has to beat.',
  source: 'Bergstra & Bengio 2012, jmlr.org/papers/v13/bergstra12a.html',
  params: {},
  revision: 1,
  unfit: () => null,
  suggest: ({ study, random: stream }) => ({ assignment: assign(study.space, ({ domain }) => valueAt(domain, stream.next())) }),
});
