import { defineRangeEstimator, type ValueHistogram } from '../range-estimator.ts';

/** Cuts off equal shares at both ends; at an end that is 0, as behind a ReLU, nothing. */
export const percentile = defineRangeEstimator({
  id: 'percentile',
  title: 'Percentile',
  help: 'Cuts off the few most extreme values for finer steps.',
  source: 'Wu 2020, arXiv:2004.09602, §4',
  revision: 1,
  params: {
    keep: {
      kind: 'number',
      label: 'Kept share',
      help: 'Of all values; the rest is cut off.',
      default: 0.9999,
      min: 0.5,
      max: 1,
      source: 'Wu 2020, arXiv:2004.09602, table 6: 99.99 %',
    },
  },
  range({ keep }, histogram) {
    const lost = (1 - keep) * histogram.counts.reduce((sum, count) => sum + count, 0);
    const { low, high } = histogram;
    const sides = (low < 0 ? 1 : 0) + (high > 0 ? 1 : 0);
    const each = lost / Math.max(sides, 1);
    return { low: low < 0 ? Math.min(0, edge(histogram, each)) : 0, high: high > 0 ? Math.max(0, upperEdge(histogram, each)) : 0 };
  },
});

/** Below it lie `share` values; within a bin they are taken as spread evenly. */
function edge({ low, high, counts }: ValueHistogram, share: number): number {
  const width = (high - low) / counts.length;
  let below = 0;
  for (const [bin, count] of counts.entries()) {
    if (below + count > share) return low + width * (bin + (share - below) / count);
    below += count;
  }
  return high;
}

function upperEdge({ low, high, counts }: ValueHistogram, share: number): number {
  return -edge({ low: -high, high: -low, counts: counts.toReversed() }, share);
}
