import { defineCriterion, sumOverUnits } from '../criterion.ts';
import { kernelsOf } from '../subject-parts.ts';

/**
 * |w|. Under a global ranking the raw values of all kernels are compared, as in Frankle & Carbin 2019, arXiv:1803.03635. Of
 * a channel: the sum over the kernels that make it (Li et al. 2017, arXiv:1608.08710), divided by the mean over its group. Of
 * a layer or block: the mean over its kernels (after Elkerdawy et al. 2020, arXiv:2007.05667).
 */
export const magnitude = defineCriterion({
  id: 'magnitude',
  title: 'Magnitude',
  help: 'The smallest weights go first; of channels and layers, those made of the smallest.',
  source: 'Han et al. 2015, arXiv:1506.02626',
  params: {},
  revision: 1,
  needs: 'weights',
  units: ['weights', 'channels', 'layers'],
  isGlobal: true,
  score({ subject, alive }) {
    const sums = sumOverUnits(kernelsOf(subject), (_name, _i, weight) => Math.abs(weight));
    if (subject.kind === 'weights') return Float32Array.from(sums);
    const weights = subject.kind === 'layers' ? sumOverUnits(kernelsOf(subject), () => 1) : channelMeans(sums, alive);
    return Float32Array.from(sums, (sum, unit) => sum / (weights[unit]! || 1));
  },
});

/** The mean over the channels that are left, for every channel. */
function channelMeans(sums: Float64Array, alive: Uint8Array): Float64Array {
  const left = alive.reduce((count, bit) => count + bit, 0);
  const sum = sums.reduce((total, own, unit) => total + (alive[unit] === 1 ? own : 0), 0);
  return sums.map(() => (left === 0 ? 1 : sum / left));
}
