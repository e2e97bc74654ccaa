import { describe, expect, it } from 'vitest';
import { codebookOf, groupsOf, sharedValues } from '../../../../src-main/engine/clustering/codebook.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

const random = createRandom(3);
const many = Float32Array.from({ length: 2000 }, (_, i) => (i % 5 === 0 ? 0 : random.nextNormal()));

describe('sharedValues', () => {
  it('leaves at most so many values, zeros as zeros, each weight near its own', () => {
    const shared = sharedValues(many, 4);
    expect(new Set(shared).size).toBe(16);
    shared.forEach((value, i) => expect(value === 0).toBe(many[i] === 0));
    const entries = [...new Set(shared)];
    const nearest = (weight: number): number => Math.min(...entries.map(entry => Math.abs(entry - weight)));
    shared.forEach((value, i) => expect(Math.abs(value - many[i]!)).toBeLessThanOrEqual(many[i] === 0 ? 0 : nearest(many[i]!) + 0.1));
    // One value a weight would be the mean square of a normal distribution, 1; sixteen are a hundredth of it.
    const others = many.filter(value => value !== 0);
    const squares = shared.reduce((sum, value, i) => sum + (value - many[i]!) ** 2, 0) / others.length;
    expect(squares).toBeLessThan(0.02);
  });

  it('leaves what has few values already as it is, so that doing it again changes nothing', () => {
    const once = sharedValues(many, 8);
    expect(sharedValues(once, 8)).toBe(once);
    expect(new Set(once).size).toBe(256);
  });
});

it('a codebook has the values in their order, and each weight the place of its own', () => {
  const { entries, places } = codebookOf(Float32Array.of(2, -1, 0, 2, 0.5), 4);
  expect([...entries]).toEqual([-1, 0, 0.5, 2]);
  expect([...places]).toEqual([3, 0, 1, 3, 2]);
});

it('weights of one value are one group', () => {
  const { groups, count } = groupsOf(Float32Array.of(3, 1, 3, 0, 1));
  expect([...groups]).toEqual([0, 1, 0, 2, 1]);
  expect(count).toBe(3);
});
