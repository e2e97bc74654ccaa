import { describe, expect, it } from 'vitest';
import { compareFolds, type CrossValidated } from '../../../../../src-main/engine/evaluation/cross-validation/compare-folds.ts';
import { correctedResampledT } from '../../../../../src-main/engine/evaluation/statistics/corrected-resampled-t.ts';
import { spreadOfFolds } from '../../../../../src-main/engine/evaluation/cross-validation/fold-spread.ts';

interface Said {
  readonly errors: readonly number[];
  readonly folds?: string;
  readonly parameters?: number;
}

function subject(model: number, { errors, folds = 'same', parameters = 100 }: Said): CrossValidated {
  const members = errors.map((error, fold) => ({
    ...{ repeat: 0, fold, label: null, trained: 80, heldOut: 20, metrics: { error } },
    ...{ epochs: { run: 1, kept: 1, stoppedEarly: false }, trainingMs: 1 },
  }));
  const file = { hash: folds, bytes: 1 };
  const summary = { file, kind: 'shuffled', k: errors.length, repeats: 1, of: 'train', items: 100 } as const;
  const metrics = spreadOfFolds(members, errors.length);
  return { model, parameters, report: { folds: summary, outOfFold: file, members, metrics, yields: 'refit', warnings: [] } };
}

describe('the corrected resampled t-test', () => {
  it('takes the variance of the mean times 1/n + held out/trained: worked by hand', () => {
    // Mean 2, variance 2/3·… of (1, 2, 3): 1; error √(1/3 + 1/4) = 0.76376; t = 2.61861 with 2 degrees of freedom.
    const { mean, t, p, low, high } = correctedResampledT([1, 2, 3], 0.25);
    expect(mean).toBe(2);
    expect(t).toBeCloseTo(2 / Math.sqrt(7 / 12), 12);
    // P(|T₂| > t) = 1 − t/√(t² + 2).
    expect(p).toBeCloseTo(1 - t / Math.sqrt(t * t + 2), 10);
    expect((low + high) / 2).toBeCloseTo(2, 12);
    expect(high - 2).toBeCloseTo(4.302653 * Math.sqrt(7 / 12), 5);
  });

  it('knows folds that never differ, and folds that always differ by the same', () => {
    expect(correctedResampledT([0, 0, 0], 0.25).p).toBe(1);
    expect(correctedResampledT([-1, -1, -1], 0.25)).toMatchObject({ p: 0, t: -Infinity });
    expect(() => correctedResampledT([1], 0.25)).toThrow(/At least two folds/);
  });
});

describe('cross-validations side by side', () => {
  it('sees what differs in every fold, and no more than Holm allows', () => {
    const errors = [0.1, 0.12, 0.11, 0.13, 0.12];
    const better = errors.map((error, i) => error - 0.05 - 0.001 * (i % 2));
    const alike = errors.map((error, i) => error + (i % 2 === 0 ? 0.01 : -0.01));
    const { pairs, subjects } = compareFolds(
      [subject(0, { errors }), subject(1, { errors: better }), subject(2, { errors: alike })],
      [
        [0, 1],
        [0, 2],
      ],
    )!;
    expect(pairs.map(({ test }) => test?.verdict)).toEqual(['better', 'no-difference-seen']);
    expect(pairs[0]!.test!.adjustedP).toBeCloseTo(2 * pairs[0]!.test!.p, 12);
    expect(subjects.map(({ mean }) => mean)[0]).toBeCloseTo(0.116, 12);
  });

  it('refuses a test where the folds are others', () => {
    const found = compareFolds([subject(0, { errors: [0.1, 0.2] }), subject(1, { errors: [0.1, 0.3], folds: 'others' })], [[0, 1]])!;
    expect(found.pairs).toEqual([{ a: 0, b: 1, test: null }]);
    expect(found.choice).toBeNull();
  });

  it('says nothing of a single one', () => {
    expect(compareFolds([subject(0, { errors: [0.1, 0.2] })], [])).toBeNull();
  });

  it('chooses the smallest within one standard error of the best, of those that share their folds', () => {
    const errors = [0.1, 0.14, 0.1, 0.14];
    const chosen = compareFolds(
      [
        subject(0, { errors, parameters: 1000 }),
        subject(1, { errors: errors.map(error => error + 0.01), parameters: 100 }),
        subject(2, { errors: errors.map(error => error + 0.05), parameters: 10 }),
        subject(3, { errors: errors.map(error => error - 0.05), parameters: 1, folds: 'others' }),
      ],
      [],
    )!.choice!;
    // Deviation 0.0231, standard error 0.0115: 0.13 is within 0.1315, 0.17 is not.
    expect(chosen).toMatchObject({ best: 0, chosen: 1, within: [0, 1] });
    expect(chosen.limit).toBeCloseTo(0.12 + Math.sqrt(0.0016 / 3) / 2, 12);
  });
});
