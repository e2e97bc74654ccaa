import { rankTrials } from '../rank-trials.ts';
import { defineSampler } from '../sampler.ts';
import { mutate } from '../vary.ts';
import { random } from './random.sampler.ts';

/**
 * Regularised evolution: the best of some drawn from the youngest trials has a child that differs in one thing. Old trials
 * die whatever they were worth, so that what was lucky once has to be so again. A child names its parent, whose weights it
 * may inherit; then the best trials live on instead. With a trial all that its line has learnt would die, and a change that
 * loses what the network knows (a layer fewer) would drag a small population down: of four, one came from 96 to 11 % right.
 */
export const evolution = defineSampler({
  id: 'evolution',
  title: 'Regularised evolution',
  help: 'Children of good trials that differ in one thing; the old die, or where weights are inherited the worst.',
  source: 'Real et al. 2019, arXiv:1802.01548',
  params: {
    population: {
      kind: 'number',
      label: 'Population',
      help: 'The youngest trials, or where weights are inherited the best, that may have children.',
      default: 20,
      min: 2,
      max: 10_000,
      integer: true,
    },
    tournament: {
      kind: 'number',
      label: 'Drawn for a tournament',
      help: 'The best of them is the parent.',
      default: 5,
      min: 1,
      max: 10_000,
      integer: true,
    },
  },
  revision: 2,
  unfit: () => null,
  suggest({ study, config, shared, random: stream }) {
    const ranked = rankTrials(study);
    if (study.trials.length < config.population || ranked.length === 0)
      return random.suggest({ study, config: {}, shared, random: stream });
    const candidates = study.inherits === true ? ranked : [...ranked].sort((a, b) => b.number - a.number);
    const alive = candidates.slice(0, config.population);
    const drawn = new Set(Array.from({ length: config.tournament }, () => alive[Math.floor(stream.next() * alive.length)]?.number));
    const parent = ranked.find(({ number }) => drawn.has(number));
    if (parent === undefined) return random.suggest({ study, config: {}, shared, random: stream });
    return { assignment: mutate(study.space, parent.assignment, stream), parent: parent.number };
  },
});
