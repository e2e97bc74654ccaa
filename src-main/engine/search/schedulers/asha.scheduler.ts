import { rankedAt, rungsFrom } from '../rungs.ts';
import { defineScheduler, type SchedulerCall, type Work } from '../scheduler.ts';
import { leastEpochs, reduction } from './halving-fields.ts';

interface Config {
  readonly reduction: number;
  readonly leastEpochs: number;
}

/**
 * Asynchronous successive halving: whoever is free promotes the best trial that is in the best 1/η of its rung, the
 * highest rung first, and begins a new one otherwise. A failed trial counts as the worst of the rung it was on its way to.
 * When no trial may be begun any more, what is in the best 1/η of a rung is promoted until nothing is left to do.
 */
export const asha = defineScheduler({
  id: 'asha',
  title: 'ASHA',
  help: 'Asynchronous successive halving: the best third of a rung goes on, without waiting for the others.',
  source: 'Li et al. 2020, arXiv:1810.05934',
  params: { reduction, leastEpochs },
  revision: 1,
  next(call) {
    const rungs = rungsOf(call);
    const promotion = promotionIn(call, rungs);
    if (promotion !== null) return promotion;
    const [first] = rungs;
    if (first !== undefined && call.trials.length < call.maxTrials) return { do: 'start', bracket: 0, target: first };
    return call.trials.some(({ state }) => state === 'running') ? { do: 'wait' } : { do: 'finish' };
  },
  brackets: (config, epochs) => [rungsFrom(config.leastEpochs, config.reduction, epochs)],
});

function rungsOf({ config, epochs }: SchedulerCall<Config>): readonly number[] {
  return rungsFrom(config.leastEpochs, config.reduction, epochs);
}

/** From the highest rung down: the best of the first 1/η that still waits there. */
function promotionIn({ trials, config, direction }: SchedulerCall<Config>, rungs: readonly number[]): Work | null {
  for (let i = rungs.length - 2; i >= 0; i--) {
    const [rung, target] = [rungs[i], rungs[i + 1]];
    if (rung === undefined || target === undefined) continue;
    const there = rankedAt(trials, rung, direction);
    const best = there.slice(0, Math.floor(there.length / config.reduction));
    const waiting = best.find(trial => trial.state === 'paused' && trial.target === rung);
    if (waiting !== undefined) return { do: 'promote', trial: waiting.number, target };
  }
  return null;
}
