import { expect, it } from 'vitest';
import { findLabelIssues, findSeveralLabelsIssues } from '../../../../../src-main/engine/data/guards/label-issues.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';

it('counts what is beside the diagonal of the confident joint, the greatest margin first', () => {
  // Mean confidence in the own label: class 0 (0.9 + 0.6 + 0.1 + 0.3)/4 = 0.475, class 1 (0.8 + 0.4)/2 = 0.6.
  const rows = [
    [0.9, 0.1], // 0: surely right
    [0.6, 0.4], // 0: right
    [0.1, 0.9], // 0, but 0.9 ≥ 0.6: an issue, margin 0.8
    [0.3, 0.7], // 0, but 0.7 ≥ 0.6: an issue, margin 0.4
    [0.2, 0.8], // 1
    [0.6, 0.4], // 1, but 0.6 ≥ 0.475: an issue, margin 0.2
  ];
  const issues = findLabelIssues({ probabilities: Float32Array.from(rows.flat()), classes: 2, labels: [0, 0, 0, 0, 1, 1] });
  expect(issues.map(({ place, given, guessed }) => [place, given, guessed])).toEqual([
    [2, 0, 1],
    [3, 0, 1],
    [5, 1, 0],
  ]);
  expect(issues[0]!.probability).toBeCloseTo(0.9, 6);
  expect(issues[0]!.givenProbability).toBeCloseTo(0.1, 6);
});

it('is not misled by a class that all are unsure of, and guesses none that has no items', () => {
  // The likelier class 1 stays below its own mean 0.9; class 2 has no items at all.
  const rows = [
    [0.4, 0.6, 0],
    [0.05, 0.9, 0.05],
    [0.1, 0.05, 0.85],
  ];
  expect(findLabelIssues({ probabilities: Float32Array.from(rows.flat()), classes: 3, labels: [0, 1, 0] })).toEqual([]);
});

it('finds most of the labels that were changed, and few that were not', () => {
  const random = createRandom(3).split('labels');
  const items = 2000;
  const truth = Array.from({ length: items }, () => random.nextUint32() % 4);
  const changed = truth.map((_, i) => i % 20 === 0);
  const labels = truth.map((label, i) => (changed[i] === true ? (label + 1) % 4 : label));
  const probabilities = new Float32Array(items * 4);
  truth.forEach((label, i) => {
    const scores = [0, 1, 2, 3].map(c => Math.exp(random.nextNormal() + (c === label ? 3 : 0)));
    const total = scores.reduce((sum, score) => sum + score);
    probabilities.set(
      scores.map(score => score / total),
      i * 4,
    );
  });
  const found = findLabelIssues({ probabilities, classes: 4, labels });
  const right = found.filter(({ place }) => changed[place]).length;
  expect(right).toBeGreaterThan(60);
  expect(found.length - right).toBeLessThan(100);
  expect(found.slice(0, 50).filter(({ place }) => changed[place]).length).toBeGreaterThan(40);
});

it('looks at each of several labels by itself: one that is there and should not be, and one that is missing', () => {
  // Items by labels a, b. Means of having: a (0.9 + 0.8 + 0.1)/3 = 0.6 of those that have it; of lacking: 1 − (0.05 + 0.7)/2 = 0.625.
  // b: (0.15 + 0.7)/2 = 0.425 of those that have it; of lacking 1 − (0.1 + 0.2 + 0.3)/3 = 0.8.
  const rows: readonly (readonly [number, number, number, number])[] = [
    // has a, has b, probability of a, of b
    [1, 0, 0.9, 0.1],
    [1, 0, 0.8, 0.2],
    [1, 1, 0.1, 0.15], // lacks a by 0.9 ≥ 0.625, margin 0.8; lacks b by 0.85 ≥ 0.8, margin 0.7
    [0, 1, 0.05, 0.7],
    [0, 0, 0.7, 0.3], // has a by 0.7 ≥ 0.6, margin 0.4; lacks b by 0.7 < 0.8, and is said to
  ];
  const issues = findSeveralLabelsIssues(
    Float32Array.from(rows.flatMap(([, , a, b]) => [a, b])),
    rows.flatMap(([a, b]) => [a, b]),
    2,
  );
  expect(issues.map(({ place, label, given, guessed }) => [place, label, given, guessed])).toEqual([
    [2, 0, 1, 0],
    [2, 1, 1, 0],
    [4, 0, 0, 1],
  ]);
  expect(issues[0]!.probability).toBeCloseTo(0.9, 6);
  expect(issues[2]!.givenProbability).toBeCloseTo(0.3, 6);
});
