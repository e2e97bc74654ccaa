import { defineSchedule } from '../schedule.ts';
import { cosineBetween } from './curves.ts';

/** floor + (1 − floor)·(1 + cos(π·step/totalSteps))/2, without restarts. */
export const cosine = defineSchedule({
  id: 'cosine',
  title: 'Cosine',
  help: 'Falls along half a cosine wave.',
  source: 'Loshchilov & Hutter 2017, arXiv:1608.03983',
  params: {
    floor: {
      kind: 'number',
      label: 'Final share',
      help: 'Share of the learning rate that is left at the end.',
      default: 0,
      min: 0,
      max: 1,
    },
  },
  revision: 1,
  multiplier: ({ floor }, { step, totalSteps }) => cosineBetween(1, floor, step / totalSteps),
});
