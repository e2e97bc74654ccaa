import { describe, expect, it } from 'vitest';
import { evaluateOutcomes } from '../../../../src-main/engine/evaluation/evaluate.ts';
import { holm } from '../../../../src-main/engine/evaluation/statistics/holm.ts';
import { exactMcNemar } from '../../../../src-main/engine/evaluation/statistics/mcnemar.ts';
import { normalTwoSided } from '../../../../src-main/engine/evaluation/statistics/normal.ts';
import { student95 } from '../../../../src-shared/lib/student.ts';
import { wilcoxonSignedRank } from '../../../../src-main/engine/evaluation/statistics/wilcoxon.ts';
import { golden } from '../../../golden/metrics/golden.ts';
import { classOutcomes, valueOutcomes } from '../../../support/outcomes.ts';

const options = { split: 'test', seed: 1, resamples: 20, turn: async () => {} } as const;
/** p-values over many magnitudes: the ratio counts. */
const closely = (came: number, expected: number) => expect(came / expected).toBeCloseTo(1, 7);

describe('agrees with scikit-learn', () => {
  it.each(golden.classes.map(one => [one.confusion.length, one] as const))(
    'on %i classes',
    async (_, { logits, targets, expected, confusion }) => {
      const { metrics, ...evaluation } = await evaluateOutcomes(classOutcomes(logits, targets), options);
      for (const [key, value] of Object.entries(expected)) expect(metrics[key]?.value, key).toBeCloseTo(value, 6);
      expect(evaluation.confusion).toEqual(confusion);
    },
  );

  it('on values', async () => {
    const { predictions, targets, expected } = golden.values;
    const { metrics } = await evaluateOutcomes(valueOutcomes(predictions, targets), options);
    for (const [key, value] of Object.entries(expected)) expect(metrics[key]?.value, key).toBeCloseTo(value, 5);
  });
});

describe('agrees with SciPy', () => {
  it.each(golden.mcnemar as [number, number, number][])('on the exact McNemar test of %i against %i', (a, b, p) => {
    closely(exactMcNemar(a, b), p);
    closely(exactMcNemar(b, a), p);
  });

  it.each(golden.wilcoxon.map(one => [one.differences.length, one] as const))(
    'on the signed-rank test of %i differences',
    (_, { differences, p }) => {
      closely(wilcoxonSignedRank(differences), p);
      closely(wilcoxonSignedRank(differences.map(d => -d)), p);
    },
  );

  it.each(golden.student95 as [number, number][])("on Student's 97.5 %% point with %i degrees of freedom", (degrees, t) => {
    closely(student95(degrees), t);
  });

  it.each(golden.normalTwoSided as [number, number][])('on the normal tail beyond %d', (z, p) => {
    closely(normalTwoSided(z), p);
  });

  it("on Holm's adjustment", () => {
    holm(golden.holm.p).forEach((p, i) => expect(p).toBeCloseTo(golden.holm.adjusted[i]!, 12));
  });
});
