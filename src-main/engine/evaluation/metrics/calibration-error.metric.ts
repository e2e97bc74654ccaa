import { defineClassMetric } from '../metric.ts';

const BINS = 15;

/** Σ over 15 equal bins (b/15, (b+1)/15] of confidence: share of items × |accuracy − mean confidence|. */
export const calibrationError = defineClassMetric({
  id: 'calibration-error',
  title: 'Expected calibration error',
  help: 'How far stated confidence is from the share that is right, over 15 bins of confidence.',
  source: 'Guo, Pleiss, Sun, Weinberger 2017, arXiv:1706.04599; Naeini, Cooper, Hauskrecht 2015',
  revision: 1,
  better: 'lower',
  prepare({ probabilities, answers, targets, classes, items }) {
    const confidence = Float64Array.from(answers, (answer, i) => probabilities[i * classes + answer]!);
    const binOf = Uint8Array.from(confidence, p => Math.min(BINS - 1, Math.max(0, Math.ceil(p * BINS) - 1)));
    // right − confidence: its sum over a bin is the bin's share of the figure, up to sign.
    const gap = confidence.map((p, i) => Number(answers[i] === targets[i]) - p);
    return {
      work: items,
      value(counts) {
        const gaps = new Float64Array(BINS);
        let total = 0;
        for (let i = 0; i < items; i++) {
          gaps[binOf[i]!]! += gap[i]! * counts[i]!;
          total += counts[i]!;
        }
        return gaps.reduce((sum, value) => sum + Math.abs(value), 0) / total;
      },
    };
  },
});
