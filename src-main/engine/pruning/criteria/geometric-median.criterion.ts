import { defineCriterion, forEachPosition, unitsOf, type PruningSubject } from '../criterion.ts';
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
    const filters = filtersOf(subject);
    const sums = new Float64Array(filters.length);
    filters.forEach((one, a) => {
      for (let b = a + 1; b < filters.length; b++) {
        if (alive[a] === 0 && alive[b] === 0) continue;
        const apart = distance(one, filters[b]!);
        if (alive[b] === 1) sums[a]! += apart;
        if (alive[a] === 1) sums[b]! += apart;
      }
    });
    return Float32Array.from(sums);
  },
});

/** Per channel all weights that make it, in the order of the kernels. */
function filtersOf(subject: PruningSubject): readonly Float64Array[] {
  const kernels = kernelsOf(subject);
  const members = kernels.kind === 'channels' ? kernels.members : [];
  const lengths = new Uint32Array(unitsOf(subject));
  for (const member of members) forEachPosition(member, (_i, channel) => (lengths[channel]! += 1));
  const filters = Array.from(lengths, length => new Float64Array(length));
  lengths.fill(0);
  for (const member of members) {
    forEachPosition(member, (i, channel) => (filters[channel]![lengths[channel]!++] = member.parameter.values[i]!));
  }
  return filters;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
