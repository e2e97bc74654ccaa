import { workAmong } from '../halving.ts';
import { rungsFrom } from '../rungs.ts';
import { defineScheduler } from '../scheduler.ts';
import { leastEpochs, reduction } from './halving-fields.ts';

/** Synchronous: a rung waits for all of its cohort, of which one trial is trained to the end. */
export const successiveHalving = defineScheduler({
  id: 'successive-halving',
  title: 'Successive halving',
  help: 'Trains a group a little, keeps the best of it, trains them longer, until one is left; then the next group.',
  source: 'Jamieson & Talwalkar 2016, arXiv:1502.07943',
  params: { reduction, leastEpochs },
  revision: 1,
  next({ config, trials, direction, epochs, maxTrials }) {
    const rungs = rungsFrom(config.leastEpochs, config.reduction, epochs);
    const size = config.reduction ** (rungs.length - 1);
    const halving = { trials, reduction: config.reduction, direction, mayStart: trials.length < maxTrials };
    return workAmong(bracket => ({ bracket, rungs, size }), halving);
  },
  brackets: (config, epochs) => [rungsFrom(config.leastEpochs, config.reduction, epochs)],
});
