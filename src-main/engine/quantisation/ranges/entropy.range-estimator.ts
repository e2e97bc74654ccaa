import { defineRangeEstimator } from '../range-estimator.ts';
import { leastLoss, type Magnitudes } from './magnitudes.ts';

/**
 * The cut at which the distribution of magnitudes and the same on the grid's levels are nearest by Kullback-Leibler divergence. What is
 * cut off counts at the last place. Of magnitudes, so that values of two signs are cut alike on both sides, each within its own end.
 */
export const entropy = defineRangeEstimator({
  id: 'entropy',
  title: 'Entropy',
  help: 'Cuts where the least information is lost, by Kullback-Leibler divergence.',
  source: 'Migacz 2017, 8-bit Inference with TensorRT',
  revision: 1,
  params: {},
  range: (_config, histogram) => leastLoss(histogram, divergence),
});

/** A place that the grid leaves empty counts as having so many of all values, as in onnxruntime's calibration. */
const LEAST_SHARE = 1e-4;

function divergence({ counts, levels }: Magnitudes, bins: number): number {
  const kept = counts.slice(0, bins);
  const reference = kept.slice();
  for (let bin = bins; bin < counts.length; bin++) reference[bins - 1]! += counts[bin]!;
  const coarse = onLevels(kept, levels);
  const [total, coarseTotal] = [sumOf(reference), sumOf(coarse)];
  if (coarseTotal === 0) return Infinity;
  return reference.reduce((sum, count, bin) => {
    if (count === 0) return sum;
    const [p, q] = [count / total, Math.max(coarse[bin]! / coarseTotal, LEAST_SHARE)];
    return sum + p * Math.log(p / q);
  }, 0);
}

/** Each level's values spread evenly over those of its bins that have some. */
function onLevels(counts: Float64Array, levels: number): Float64Array {
  const coarse = new Float64Array(counts.length);
  for (let level = 0; level < levels; level++) {
    const start = Math.floor((level * counts.length) / levels);
    const end = Math.floor(((level + 1) * counts.length) / levels);
    const part = counts.subarray(start, end);
    const filled = part.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    const each = filled === 0 ? 0 : sumOf(part) / filled;
    part.forEach((count, i) => (coarse[start + i] = count > 0 ? each : 0));
  }
  return coarse;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
