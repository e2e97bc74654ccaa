import { defineCriterion, sumOverUnits } from '../criterion.ts';
import { kernelsOf } from '../subject-parts.ts';

/** Norm of the weights that make a channel, over all layers of its group; biases and normalisations are left out. */
export const kernelNorm = defineCriterion({
  id: 'kernel-norm',
  title: 'Kernel norm',
  help: 'Channels made by the smallest kernels go first.',
  source: 'Li et al. 2017, arXiv:1608.08710',
  params: {
    order: {
      kind: 'choice',
      label: 'Norm',
      help: 'Sum of magnitudes, or root of the sum of squares.',
      default: 'l1',
      options: ['l1', 'l2'],
    },
  },
  revision: 1,
  needs: 'weights',
  units: ['channels'],
  isGlobal: false,
  score({ subject, config }) {
    const of = (weight: number): number => (config.order === 'l1' ? Math.abs(weight) : weight * weight);
    const sums = sumOverUnits(kernelsOf(subject), (_name, _i, weight) => of(weight));
    return Float32Array.from(config.order === 'l1' ? sums : sums.map(Math.sqrt));
  },
});
