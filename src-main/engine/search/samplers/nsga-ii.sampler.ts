import { assign } from '../../../../src-shared/domain/search/assignments.ts';
import { valueAt } from '../../../../src-shared/domain/search/domains.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import { rankTrials } from '../rank-trials.ts';
import { defineSampler } from '../sampler.ts';
import type { Trial } from '../trial.ts';
import { cross, otherValue } from '../vary.ts';
import { random } from './random.sampler.ts';

/**
 * NSGA-II, one child at a time: parents win tournaments by front and by the room around them, a child takes from both and
 * is changed in about one place. The population is the best so far, so nothing waits for a generation to be complete.
 */
export const nsgaII = defineSampler({
  id: 'nsga-ii',
  title: 'NSGA-II',
  help: 'Evolution for several objectives: keeps what no other beats in everything, and spreads along the front.',
  source: 'Deb et al. 2002, doi:10.1109/4235.996017; one at a time: Durillo et al. 2009, doi:10.1007/978-3-642-01020-0_18',
  params: {
    population: {
      kind: 'number',
      label: 'Population',
      help: 'The best trials so far, which may have children.',
      default: 20,
      min: 2,
      max: 10_000,
      integer: true,
    },
  },
  revision: 1,
  unfit: () => null,
  suggest({ study, config, shared, random: stream }) {
    const alive = rankTrials(study).slice(0, config.population);
    if (study.trials.length < config.population || alive.length < 2) return random.suggest({ study, config: {}, shared, random: stream });
    const [first, second] = [tournament(alive, stream), tournament(alive, stream)];
    const child = cross(study.space, [alive[first]!.assignment, alive[second]!.assignment], stream);
    const active = Object.keys(child).length;
    const changed = assign(study.space, ({ name, domain }) => {
      const value = child[name];
      if (value === undefined) return valueAt(domain, stream.next());
      return stream.next() < 1 / active ? otherValue(domain, value, stream) : value;
    });
    return { assignment: changed, parent: alive[Math.min(first, second)]!.number };
  },
});

/** The better of two by lot: places in the ranking. */
function tournament(alive: readonly Trial[], stream: Random): number {
  const draw = (): number => Math.floor(stream.next() * alive.length);
  return Math.min(draw(), draw());
}
