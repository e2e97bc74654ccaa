import { defineSchedule } from '../schedule.ts';

/** factor^(number of whole periods of `every` epochs done). */
export const step = defineSchedule({
  id: 'step',
  title: 'Steps down',
  help: 'Multiplies the rate by a factor every few epochs.',
  source: 'He et al. 2015, arXiv:1512.03385 (section 3.4)',
  params: {
    every: { kind: 'number', label: 'Period', unit: 'epochs', default: 10, min: 1, max: 10_000, integer: true },
    factor: { kind: 'number', label: 'Factor', default: 0.1, min: 0, aboveMin: true, max: 1 },
  },
  revision: 1,
  multiplier: ({ every, factor }, { step: done, stepsPerEpoch }) => factor ** Math.floor(done / (every * stepsPerEpoch)),
});
