import { mostPromising, MOST_DIMENSIONS } from '../expected-improvement.ts';
import { defineSampler } from '../sampler.ts';
import { random } from './random.sampler.ts';

/**
 * Gaussian process with a Matérn 5/2 kernel and expected improvement: for small spaces and few, costly trials. Its lengths
 * are fitted to at most 80 trials, it predicts from at most 200 (the best and the youngest). Running trials count as if
 * they had turned out as predicted by the mean, failed and refused ones as the worst seen.
 */
export const gaussianProcess = defineSampler({
  id: 'gaussian-process',
  title: 'Gaussian process',
  help: 'Models the objective itself and tries where it promises most: for small spaces and up to 200 trials.',
  source: 'Jones et al. 1998, doi:10.1023/A:1008306431147; Snoek et al. 2012, arXiv:1206.2944',
  params: {
    startup: { kind: 'number', label: 'Trials by lot at first', default: 10, min: 2, max: 1000, integer: true },
    candidates: { kind: 'number', label: 'Draws to choose from', default: 400, min: 1, max: 10_000, integer: true },
  },
  revision: 1,
  unfit(space, objectives) {
    if (objectives > 1) return `one objective is required, got ${objectives}`;
    const { length } = space.dimensions;
    return length <= MOST_DIMENSIONS ? null : `a space of at most ${MOST_DIMENSIONS} ranges is required, got ${length}`;
  },
  suggest({ study, config, shared, random: stream }) {
    const promise = mostPromising(study, config, stream);
    return promise === null ? random.suggest({ study, config: {}, shared, random: stream }) : { assignment: promise.assignment };
  },
});
