import { defineCriterion } from '../criterion.ts';
import { evidenceItems } from './evidence-items.ts';

/** 1 − average percentage of zeros of a channel where other layers read it. Tells nothing about activations that are never 0. */
export const apoz = defineCriterion({
  id: 'apoz',
  title: 'Average percentage of zeros',
  help: 'Channels that are silent most often go first; for ReLU networks.',
  source: 'Hu et al. 2016, arXiv:1607.03250',
  params: { items: evidenceItems },
  revision: 1,
  needs: 'activations',
  units: ['channels'],
  isGlobal: true,
  score: ({ evidence }) => Float32Array.from(evidence.zeroShare, share => 1 - share),
});
