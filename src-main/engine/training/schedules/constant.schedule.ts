import { defineSchedule } from '../schedule.ts';

export const constant = defineSchedule({
  id: 'constant',
  title: 'Constant',
  help: 'The same learning rate all the way.',
  source: 'Robbins & Monro 1951',
  params: {},
  revision: 1,
  multiplier: () => 1,
});
