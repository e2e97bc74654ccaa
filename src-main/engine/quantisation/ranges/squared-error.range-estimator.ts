import { defineRangeEstimator } from '../range-estimator.ts';
import { leastLoss, type Magnitudes } from './magnitudes.ts';

/** The cut with the least expected squared error: of rounding within the range (step²/12 each), and of what lies beyond. */
export const squaredError = defineRangeEstimator({
  id: 'squared-error',
  title: 'Squared error',
  help: 'Cuts where rounding and cutting off together make the least squared error.',
  source: 'Sung 2015, arXiv:1511.06488',
  revision: 1,
  params: {},
  range: (_config, histogram) => leastLoss(histogram, squaredErrorOf),
});

function squaredErrorOf({ counts, levels }: Magnitudes, bins: number): number {
  // In bins.
  const rounding = (bins / (levels - 1)) ** 2 / 12;
  return counts.reduce((sum, count, bin) => {
    const beyond = bin + 0.5 - bins;
    return sum + count * (beyond > 0 ? beyond ** 2 : rounding);
  }, 0);
}
