import { defineSchedule } from '../schedule.ts';
import { cosineBetween } from './curves.ts';

/** (step + 1)/w over the w warm-up steps (at most the whole run), then 1 or a cosine down to 0 over what is left. */
export const warmUp = defineSchedule({
  id: 'warm-up',
  title: 'Warm-up',
  help: 'Rises linearly, then stays or falls along a cosine.',
  source: 'Goyal et al. 2017, arXiv:1706.02677 (section 2.2)',
  params: {
    epochs: { kind: 'number', label: 'Warm-up', unit: 'epochs', default: 1, min: 0, aboveMin: true, max: 1000 },
    then: { kind: 'choice', label: 'Afterwards', default: 'constant', options: ['constant', 'cosine'] },
  },
  revision: 1,
  multiplier({ epochs, then }, { step, totalSteps, stepsPerEpoch }) {
    const rising = Math.min(totalSteps, Math.max(1, Math.round(epochs * stepsPerEpoch)));
    if (step < rising) return (step + 1) / rising;
    return then === 'constant' ? 1 : cosineBetween(1, 0, (step - rising) / (totalSteps - rising));
  },
});
