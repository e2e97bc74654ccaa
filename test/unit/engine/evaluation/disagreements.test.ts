import { describe, expect, it } from 'vitest';
import { decodeAnswers, encodeAnswers } from '../../../../src-main/engine/evaluation/answers-file.ts';
import { answerOf, disagreementsOf } from '../../../../src-main/engine/evaluation/disagreements.ts';
import type { Outcomes } from '../../../../src-main/engine/evaluation/outcomes.ts';
import { answersOf, classOutcomes, labelOutcomes, valueOutcomes } from '../../../support/outcomes.ts';

function keptAnswers(...outcomes: readonly Outcomes[]) {
  const bytes = encodeAnswers({ data: 'd'.repeat(64), split: 'test', outcomes });
  if (bytes === null) throw new Error('too many');
  return decodeAnswers(bytes);
}

describe('the answers of a comparison', () => {
  it('come back from their file as they were', () => {
    const kept = keptAnswers(answersOf([0, 1, 2], [0, 1, 1], 3), answersOf([2, 1, 1], [0, 1, 1], 3));
    expect(kept).toMatchObject({ task: 'classes', data: 'd'.repeat(64), split: 'test', items: 3, models: 2 });
    expect([0, 1, 2].map(position => answerOf(kept, 1, position).answer)).toEqual([2, 1, 1]);
    // 80 % sure: logits ln 8 against 0, 0 are 8 / 10.
    expect(answerOf(kept, 0, 0).confidence).toBeCloseTo(204 / 255, 9);
  });

  it('are not kept when there are too many', () => {
    const items = 10_000;
    const many = valueOutcomes(new Array<number>(items).fill(0), new Array<number>(items).fill(0));
    expect(encodeAnswers({ data: 'd', split: 'test', outcomes: new Array<Outcomes>(2001).fill(many) })).toBeNull();
  });

  it('are refused when the file names no split', () => {
    const bytes = encodeAnswers({ data: 'd', split: 'nowhere' as 'test', outcomes: [answersOf([0], [0], 2)] });
    expect(() => decodeAnswers(bytes!)).toThrow(/split.*'nowhere'/);
  });
});

describe('items on which two models differ', () => {
  const targets = [0, 0, 0, 1, 1];
  const a = classOutcomes(
    [
      [2, 0],
      [0, 1],
      [0, 3],
      [0, 2],
      [3, 0],
    ],
    targets,
  );
  const b = classOutcomes(
    [
      [0, 2],
      [4, 0],
      [5, 0],
      [0, 1],
      [1, 0],
    ],
    targets,
  );
  const kept = keptAnswers(a, b);

  it('are those only one got right, the surest wrong answer first', () => {
    expect(disagreementsOf(kept, { a: 0, b: 1 }, 'onlyA')).toEqual([0]);
    expect(disagreementsOf(kept, { a: 0, b: 1 }, 'onlyB')).toEqual([2, 1]);
    expect(disagreementsOf(kept, { a: 1, b: 0 }, 'onlyA')).toEqual([2, 1]);
  });

  it('or those both got wrong', () => {
    expect(disagreementsOf(kept, { a: 0, b: 1 }, 'neither')).toEqual([4]);
  });

  it('for values are those on which one came closer, the largest gain first', () => {
    const values = keptAnswers(valueOutcomes([1, 5, 0], [0, 0, 0]), valueOutcomes([2, 1, 0], [0, 0, 0]));
    expect(disagreementsOf(values, { a: 0, b: 1 }, 'onlyA')).toEqual([0]);
    expect(disagreementsOf(values, { a: 0, b: 1 }, 'onlyB')).toEqual([1]);
    expect(disagreementsOf(values, { a: 0, b: 1 }, 'neither')).toEqual([]);
    expect(answerOf(values, 1, 1)).toEqual({ answer: 1, confidence: null });
  });
});

describe('items with several labels', () => {
  // Labels wrong of each item: a 0, 2, 1; b 1, 0, 1.
  const targets = [
    [1, 0],
    [0, 0],
    [1, 1],
  ];
  const kept = keptAnswers(
    labelOutcomes(
      [
        [1, -1],
        [1, 1],
        [1, -1],
      ],
      targets,
    ),
    labelOutcomes(
      [
        [1, 1],
        [-1, -1],
        [-1, 1],
      ],
      targets,
    ),
  );

  it('are kept with all labels each model gave', () => {
    expect(kept).toMatchObject({ task: 'labels', labels: 2, items: 3, models: 2 });
    expect([0, 1, 2].map(position => answerOf(kept, 0, position).labels)).toEqual([[0], [0, 1], [0]]);
    expect(answerOf(kept, 1, 1)).toEqual({ answer: -1, confidence: null, labels: [] });
  });

  it('differ where one model gets fewer labels wrong, the most first', () => {
    const pair = { a: 0, b: 1 };
    expect(disagreementsOf(kept, pair, 'onlyA')).toEqual([0]);
    expect(disagreementsOf(kept, pair, 'onlyB')).toEqual([1]);
    expect(disagreementsOf(kept, pair, 'neither')).toEqual([2]);
  });
});
