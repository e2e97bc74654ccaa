import { workAmong } from '../halving.ts';
import { rungsFrom } from '../rungs.ts';
import { defineScheduler } from '../scheduler.ts';
import { leastEpochs, reduction } from './halving-fields.ts';

/**
 * Successive halving with brackets that begin at different rungs, from many trials trained a little to few trained to the
 * end, in turn: a hedge against objectives that tell late which trial is good.
 */
export const hyperband = defineScheduler({
  id: 'hyperband',
  title: 'Hyperband',
  help: 'Successive halving from bold to cautious brackets in turn, for when the first epochs tell little.',
  source: 'Li et al. 2018, arXiv:1603.06560',
  params: { reduction, leastEpochs },
  revision: 1,
  next({ config, trials, direction, epochs, maxTrials }) {
    const all = rungsFrom(config.leastEpochs, config.reduction, epochs);
    const cohortAt = (bracket: number) => {
      const start = bracket % all.length;
      const further = all.length - 1 - start;
      const size = Math.ceil((all.length / (further + 1)) * config.reduction ** further);
      return { bracket, rungs: all.slice(start), size };
    };
    return workAmong(cohortAt, { trials, reduction: config.reduction, direction, mayStart: trials.length < maxTrials });
  },
  brackets(config, epochs) {
    const all = rungsFrom(config.leastEpochs, config.reduction, epochs);
    return all.map((_, start) => all.slice(start));
  },
});
