import { countConfigurations, gridConfiguration } from '../../../../src-shared/domain/search/assignments.ts';
import { shuffle } from '../../../../src-shared/lib/random.ts';
import { defineSampler } from '../sampler.ts';

const MOST = 100_000;

/** Every combination once, in an order drawn by lot, so that a study that is stopped early has seen all corners. */
export const grid = defineSampler({
  id: 'grid',
  title: 'Grid',
  help: 'Every combination of a few values each, in mixed order.',
  source: 'The classical design; what it wastes: Bergstra & Bengio 2012, jmlr.org/papers/v13/bergstra12a.html',
  params: {
    levels: {
      kind: 'number',
      label: 'Values per range',
      help: 'Evenly spread on its scale; choices take all their options.',
      default: 4,
      min: 2,
      max: 100,
      integer: true,
    },
  },
  revision: 1,
  unfit(space, _objectives, { levels }) {
    const count = countConfigurations(space, levels);
    return count <= MOST
      ? null
      : `a grid of at most ${MOST} configurations is required, got ${count === Infinity ? 'more than can be counted' : count}`;
  },
  suggest({ study: { space, trials }, config: { levels }, shared }) {
    const order = Uint32Array.from({ length: countConfigurations(space, levels) }, (_, i) => i);
    shuffle(order, shared.split('grid'));
    const index = order[trials.length];
    const assignment = index === undefined ? null : gridConfiguration(space, levels, index);
    return assignment === null ? null : { assignment };
  },
});
