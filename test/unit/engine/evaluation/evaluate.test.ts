import { describe, expect, it } from 'vitest';
import { evaluateOutcomes } from '../../../../src-main/engine/evaluation/evaluate.ts';
import { metrics } from '../../../../src-main/engine/evaluation/metrics/index.ts';
import { outcomesOf } from '../../../../src-main/engine/evaluation/outcomes.ts';
import { bootstrap, percentile95, quantile } from '../../../../src-main/engine/evaluation/statistics/bootstrap.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { answersOf, classOutcomes, valueOutcomes } from '../../../support/outcomes.ts';

const options = { split: 'test', seed: 1, turn: async () => {} } as const;
const valueOf = (id: string, outcomes: Parameters<(typeof metrics.all)[number]['prepare']>[0]) =>
  metrics.require(id).prepare(outcomes).value(new Uint32Array(outcomes.items).fill(1));

describe('evaluateOutcomes', () => {
  it('reports errors, confusion and figures worked out by hand', async () => {
    // True 0 0 0 1 1 2, answered 0 0 1 1 2 2.
    const evaluation = await evaluateOutcomes(answersOf([0, 0, 1, 1, 2, 2], [0, 0, 0, 1, 1, 2], 3), options);
    expect(evaluation).toMatchObject({ items: 6, split: 'test', task: 'classes', errors: 2 });
    expect(evaluation.confusion).toEqual([
      [2, 1, 0],
      [0, 1, 1],
      [0, 0, 1],
    ]);
    const figures = evaluation.metrics;
    expect(figures['accuracy']?.value).toBeCloseTo(4 / 6, 12);
    expect(figures['error']?.value).toBeCloseTo(2 / 6, 12);
    expect(figures['balancedAccuracy']?.value).toBeCloseTo((2 / 3 + 1 / 2 + 1) / 3, 12);
    expect(figures['macroF1']?.value).toBeCloseTo((4 / 5 + 2 / 4 + 2 / 3) / 3, 12);
    // Every answer has 0.8, each other class 0.1.
    expect(figures['logLoss']?.value).toBeCloseTo(-(4 * Math.log(0.8) + 2 * Math.log(0.1)) / 6, 6);
    expect(figures['brier']?.value).toBeCloseTo((4 * (0.04 + 0.02) + 2 * (0.64 + 0.81 + 0.01)) / 6, 6);
    expect(figures['calibrationError']?.value).toBeCloseTo(Math.abs(4 / 6 - 0.8), 6);
  });

  it('gives intervals that hold the figure, over items, the same for the same seed', async () => {
    const targets = Array.from({ length: 300 }, (_, i) => i % 3);
    const outcomes = answersOf(
      targets.map((target, i) => (i % 10 === 0 ? (target + 1) % 3 : target)),
      targets,
      3,
    );
    const [one, two] = [await evaluateOutcomes(outcomes, options), await evaluateOutcomes(outcomes, options)];
    expect(one).toEqual(two);
    expect(await evaluateOutcomes(outcomes, { ...options, seed: 2 })).not.toEqual(one);
    const { value, low, high, over } = one.metrics['error']!;
    expect(over).toBe('items');
    expect(value).toBeCloseTo(0.1, 12);
    // Binomial: 1.96 √(0.1·0.9/300) = 0.034.
    expect(value - low).toBeCloseTo(0.034, 2);
    expect(high - value).toBeCloseTo(0.034, 2);
  });

  it('leaves out figures that these items do not define', async () => {
    const { metrics: figures } = await evaluateOutcomes(answersOf([0, 1], [1, 1], 2), options);
    expect(figures).not.toHaveProperty('rocAuc');
    expect((await evaluateOutcomes(valueOutcomes([1, 2], [3, 3]), options)).metrics).not.toHaveProperty('r2');
  });

  it('stops when the turn throws', async () => {
    await expect(
      evaluateOutcomes(valueOutcomes([1, 2], [3, 4]), { ...options, turn: () => Promise.reject(new Error('stop')) }),
    ).rejects.toThrow('stop');
  });

  it('judges a single logit as two classes', async () => {
    const outcomes = outcomesOf({ task: 'binary', outputs: Float32Array.of(2, -1, 0.5), targets: Float32Array.of(1, 0, 0), width: 1 });
    const { metrics: figures, errors } = await evaluateOutcomes(outcomes, options);
    const p = (z: number) => 1 / (1 + Math.exp(-z));
    expect(errors).toBe(1);
    expect(figures['logLoss']?.value).toBeCloseTo(-(Math.log(p(2)) + Math.log(1 - p(-1)) + Math.log(1 - p(0.5))) / 3, 6);
    expect(figures['rocAuc']?.value).toBe(1);
  });
});

describe('outcomesOf', () => {
  it('refuses outputs that are not finite, with the item', () => {
    expect(() =>
      classOutcomes(
        [
          [1, 2],
          [NaN, 0],
        ],
        [0, 1],
      ),
    ).toThrow(/diverged.*item 1 gives NaN/);
  });

  it('keeps the likelihood finite where the probability is 0', () => {
    const outcomes = classOutcomes([[200, 0]], [1]);
    expect(outcomes.probabilities[1]).toBe(0);
    expect(outcomes.logLikelihood[0]).toBe(-200);
  });
});

describe('single metrics', () => {
  it('calibration error sums the gaps of the bins', () => {
    // Confidences 0.55 (bin 9, right), 0.9 (bin 14, wrong), 0.9 (bin 14, right): gaps 0.45 and |1 − 1.8|.
    const odds = (p: number) => [Math.log(p / (1 - p)), 0];
    expect(valueOf('calibration-error', classOutcomes([odds(0.55), odds(0.9), odds(0.9)], [0, 1, 0]))).toBeCloseTo((0.45 + 0.8) / 3, 6);
  });

  it('ROC AUC counts ties as half', () => {
    // Class 1 scores: 2 (true), 1 (true), 1 (false), 0 (false): pairs 1 + 1 + 0.5 + 1 of 4.
    expect(
      valueOf(
        'roc-auc',
        classOutcomes(
          [
            [0, 2],
            [0, 1],
            [0, 1],
            [0, 0],
          ],
          [1, 1, 0, 0],
        ),
      ),
    ).toBe(3.5 / 4);
  });

  it('R² does not cancel when the mean is far from 0', () => {
    const targets = Array.from({ length: 100 }, (_, i) => 100_000 + (i % 2));
    expect(valueOf('r2', valueOutcomes(targets, targets))).toBe(1);
    expect(
      valueOf(
        'r2',
        valueOutcomes(
          targets.map(() => 100_000.5),
          targets,
        ),
      ),
    ).toBeCloseTo(0, 6);
  });
});

describe('bootstrap', () => {
  it('draws as many items as there are, and shows every statistic the same draws', async () => {
    const seen: number[][] = [[], []];
    const statistic = (s: number) => ({
      resamples: 5,
      value: (counts: Uint32Array) => (seen[s]!.push(...counts), counts.reduce((sum, n) => sum + n, 0)),
    });
    const [sums] = await bootstrap({ items: 7, statistics: [statistic(0), statistic(1)], random: createRandom(1), turn: async () => {} });
    expect([...sums!]).toEqual([7, 7, 7, 7, 7]);
    expect(seen[0]).toEqual(seen[1]);
    expect(new Set(seen[0]).size).toBeGreaterThan(1);
  });

  it('takes percentiles between order statistics and passes over undefined resamples', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.3)).toBeCloseTo(22, 12);
    expect(percentile95(Float64Array.from([NaN, ...Array.from({ length: 41 }, (_, i) => 40 - i)]))).toEqual([1, 39]);
  });
});
