import { defineScheduler } from '../scheduler.ts';
import { costOf, type Direction, type Trial } from '../trial.ts';

/**
 * Stops a trial whose best so far is worse than the median of what the others' means were at the same epoch. Diverged
 * epochs count as worst.
 */
export const medianStop = defineScheduler({
  id: 'median-stop',
  title: 'Median stop',
  help: 'Stops a trial that is worse than the median of the others at the same epoch.',
  source: 'Golovin et al. 2017, doi:10.1145/3097983.3098043',
  params: {
    grace: { kind: 'number', label: 'Epochs that every trial gets', default: 1, min: 1, max: 10_000, integer: true },
    startup: { kind: 'number', label: 'Trials to compare with', help: 'Fewer tell nothing.', default: 5, min: 1, max: 1000, integer: true },
  },
  revision: 1,
  next: ({ trials, epochs, maxTrials }) => (trials.length < maxTrials ? { do: 'start', bracket: 0, target: epochs } : { do: 'finish' }),
  judge({ trials, config, direction }, trial) {
    const epoch = trial.curve.length;
    if (epoch < config.grace) return 'continue';
    const others = trials.filter(other => other.number !== trial.number && other.curve.length >= epoch);
    if (others.length < config.startup) return 'continue';
    const means = others.map(other => meanCost(other, epoch, direction)).sort((a, b) => a - b);
    const middle = means.length / 2;
    const median = (means[Math.ceil(middle) - 1]! + means[Math.floor(middle)]!) / 2;
    const own = Math.min(...trial.curve.map(value => (Number.isFinite(value) ? costOf(value, direction) : Infinity)));
    return own > median ? 'stop' : 'continue';
  },
  brackets: (_config, epochs) => [[epochs]],
});

function meanCost(trial: Trial, epochs: number, direction: Direction): number {
  const costs = trial.curve.slice(0, epochs).map(value => (Number.isFinite(value) ? costOf(value, direction) : Infinity));
  return costs.reduce((sum, cost) => sum + cost, 0) / epochs;
}
