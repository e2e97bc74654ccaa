import { defineCriterion, forEachPosition, unitsOf } from '../criterion.ts';
import { kernelsOf } from '../subject-parts.ts';

/** Sum of a channel's Euclidean distances to all other channels of its group that are left: the most replaceable goes first. */
export const geometricMedian = defineCriterion({
  id: 'geometric-median',
  title: 'Geometric median',
  help: 'Channels that resemble the others most go first, however large they are.',
  source: 'He et al. 2019, arXiv:1811.00250',
  params: {},
  revision: 1,
  needs: 'weights',
  units: ['channels'],
  isGlobal: false,
  score({ subject, alive }) {
    const vectors: number[][] = Array.from({ length: unitsOf(subject) }, () => []);
    const kernels = kernelsOf(subject);
    for (const member of kernels.kind === 'channels' ? kernels.members : []) {
      forEachPosition(member, (i, channel) => vectors[channel]!.push(member.parameter.values[i]!));
    }
    const filters = vectors.map(vector => Float64Array.from(vector));
    return Float32Array.from(filters, (one, a) =>
      filters.reduce((sum, other, b) => (a === b || alive[b] === 0 ? sum : sum + distance(one, other)), 0),
    );
  },
});

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
