import { defineValueMetric } from '../metric.ts';

/** 1 − Σ(y − ŷ)² / Σ(y − ȳ)², averaged over outputs; NaN when the targets are constant. */
export const r2 = defineValueMetric({
  id: 'r2',
  title: 'R²',
  help: 'Share of the variance explained; 0 for always answering the mean, negative for worse.',
  source: 'standard; mean over outputs as in Breiman & Friedman 1997',
  revision: 1,
  better: 'higher',
  prepare({ items, outputs, predictions, targets }) {
    const centre = Float64Array.from({ length: outputs }, (_, j) => meanOfColumn(targets, j, outputs));
    return {
      work: items * outputs,
      value(counts) {
        let sum = 0;
        for (let j = 0; j < outputs; j++) {
          // Sums of squares about a fixed centre: one pass, and no cancellation when the mean is far from 0.
          let [total, first, second, residual] = [0, 0, 0, 0];
          for (let i = 0; i < items; i++) {
            const target = targets[i * outputs + j]!;
            const count = counts[i]!;
            const away = target - centre[j]!;
            total += count;
            first += count * away;
            second += count * away * away;
            residual += count * (target - predictions[i * outputs + j]!) ** 2;
          }
          const variance = second - (first * first) / total;
          sum += variance > 0 ? 1 - residual / variance : NaN;
        }
        return sum / outputs;
      },
    };
  },
});

function meanOfColumn(values: Float32Array, column: number, width: number): number {
  let sum = 0;
  for (let i = column; i < values.length; i += width) sum += values[i]!;
  return (sum * width) / values.length;
}
