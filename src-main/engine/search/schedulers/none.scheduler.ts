import { defineScheduler } from '../scheduler.ts';

/** Every trial trains to the end. */
export const none = defineScheduler({
  id: 'none',
  title: 'None',
  help: 'Every trial trains to the end.',
  source: 'The control of every other scheduler',
  params: {},
  revision: 1,
  next: ({ trials, epochs, maxTrials }) => (trials.length < maxTrials ? { do: 'start', bracket: 0, target: epochs } : { do: 'finish' }),
  brackets: (_config, epochs) => [[epochs]],
});
