import { defineClassMetric, type PreparedMetric } from '../metric.ts';

const BINS = 15;

/**
 * Σ over 15 equal bins (b/15, (b+1)/15] of confidence: share of items × |accuracy − mean confidence|. Of labels every item and label is
 * one answer, and the probability of having the label its confidence.
 */
export const calibrationError = defineClassMetric({
  id: 'calibration-error',
  title: 'Expected calibration error',
  help: 'How far stated confidence is from the share that is right, over 15 bins of confidence.',
  source: 'Guo, Pleiss, Sun, Weinberger 2017, arXiv:1706.04599; Naeini, Cooper, Hauskrecht 2015',
  revision: 1,
  better: 'lower',
  prepare({ probabilities, answers, targets, classes }) {
    const confidence = Float64Array.from(answers, (answer, i) => probabilities[i * classes + answer]!);
    return overBins({ confidence, isRight: i => answers[i] === targets[i], each: 1 });
  },
  prepareLabels({ probabilities, targets, labels }) {
    return overBins({ confidence: Float64Array.from(probabilities), isRight: i => targets[i] === 1, each: labels });
  },
});

interface Binned {
  /** Of each answer. */
  readonly confidence: Float64Array;
  readonly isRight: (answer: number) => boolean;
  /** Answers an item, one after the other. */
  readonly each: number;
}

function overBins({ confidence, isRight, each }: Binned): PreparedMetric {
  const binOf = Uint8Array.from(confidence, p => Math.min(BINS - 1, Math.max(0, Math.ceil(p * BINS) - 1)));
  // right − confidence: its sum over a bin is the bin's share of the figure, up to sign.
  const gap = confidence.map((p, i) => Number(isRight(i)) - p);
  return {
    work: gap.length,
    value(counts) {
      const gaps = new Float64Array(BINS);
      let total = 0;
      for (let i = 0; i < gap.length; i++) {
        const count = counts[Math.floor(i / each)]!;
        gaps[binOf[i]!]! += gap[i]! * count;
        total += count;
      }
      return gaps.reduce((sum, value) => sum + Math.abs(value), 0) / total;
    },
  };
}
