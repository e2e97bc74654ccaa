import { defineSchedule } from '../schedule.ts';
import { cosineBetween } from './curves.ts';

/** Cosine from `start` up to 1 over the first `rise` of the run, then cosine down to `end`. The learning rate is the peak. */
export const oneCycle = defineSchedule({
  id: 'one-cycle',
  title: 'One cycle',
  help: 'Rises to the learning rate once, then falls far below where it began.',
  source: 'Smith & Topin 2018, arXiv:1708.07120; cosine form as in fastai and PyTorch',
  params: {
    rise: { kind: 'number', label: 'Share of the run spent rising', default: 0.3, min: 0, aboveMin: true, max: 0.9 },
    start: { kind: 'number', label: 'Share of the peak at the start', default: 0.04, min: 0, aboveMin: true, max: 1 },
    end: { kind: 'number', label: 'Share of the peak at the end', default: 0.0001, min: 0, max: 1 },
  },
  revision: 1,
  multiplier({ rise, start, end }, { step, totalSteps }) {
    const last = Math.max(1, totalSteps - 1);
    const peak = rise * last;
    return step < peak ? cosineBetween(start, 1, step / peak) : cosineBetween(1, end, (step - peak) / (last - peak));
  },
});
