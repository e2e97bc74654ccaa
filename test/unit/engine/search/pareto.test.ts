import { describe, expect, it } from 'vitest';
import { bestUnder, kneeOf } from '../../../../src-main/engine/search/choose-from-front.ts';
import { hypervolume, hypervolumeOverTime, referenceFor } from '../../../../src-main/engine/search/hypervolume.ts';
import { crowding, dominates, paretoFront, paretoFronts } from '../../../../src-main/engine/search/pareto.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

const points = [
  [1, 5],
  [2, 2],
  [5, 1],
  [3, 3],
  [6, 6],
];

describe('a Pareto front', () => {
  it('is what nothing beats in everything; equal points do not beat each other', () => {
    expect(dominates([1, 2], [1, 3])).toBe(true);
    expect(dominates([1, 2], [1, 2])).toBe(false);
    expect(paretoFront(points)).toEqual([0, 1, 2]);
  });

  it('ranks by front, and within one by the room around a point', () => {
    // Crowding of the first front: ends are infinite, the middle (5-1)/4 + (5-1)/4 = 2.
    expect(crowding(points.slice(0, 3))).toEqual([Infinity, 2, Infinity]);
    expect(paretoFronts(points)).toEqual([0, 2, 1, 3, 4]);
  });

  it('has its knee where both are near their best, and a best within a budget', () => {
    expect(kneeOf(points)).toBe(1);
    expect(kneeOf([])).toBeNull();
    expect(bestUnder(points, [null, 2.5])).toBe(1);
    expect(bestUnder(points, [null, 0.5])).toBeNull();
  });
});

describe('the hypervolume', () => {
  it('of one point is its box; of two a union of boxes', () => {
    expect(hypervolume([[1, 1]], [3, 4])).toBe(6);
    // 2×1 + 1×2 + 1×1 within [0, 3]²: (1, 2) covers 2×1, (2, 1) covers 1×2, together 3.
    expect(
      hypervolume(
        [
          [1, 2],
          [2, 1],
        ],
        [3, 3],
      ),
    ).toBe(3);
    expect(
      hypervolume(
        [
          [1, 2, 0],
          [2, 1, 1],
        ],
        [3, 3, 2],
      ),
    ).toBe(2 * 1 * 2 + 1 * 1 * 1);
    expect(hypervolume([[4, 4]], [3, 3])).toBe(0);
  });

  it('agrees with counting lots in three dimensions', () => {
    const random = createRandom(5);
    const some = Array.from({ length: 8 }, () => [random.next(), random.next(), random.next()]);
    let inside = 0;
    const draws = 40_000;
    for (let i = 0; i < draws; i++) {
      const lot = [random.next(), random.next(), random.next()];
      if (some.some(point => point.every((x, k) => x <= lot[k]!))) inside++;
    }
    expect(hypervolume(some, [1, 1, 1])).toBeCloseTo(inside / draws, 1);
    expect(Math.abs(hypervolume(some, [1, 1, 1]) - inside / draws)).toBeLessThan(0.01);
  });

  it('only grows over time, and stands still for what was not measured', () => {
    const over = hypervolumeOverTime([[2, 2], null, [3, 3], [1, 2.5]], [4, 4]);
    expect(over).toEqual([4, 4, 4, 5.5]);
    expect(
      referenceFor([
        [0, 10],
        [10, 20],
      ]),
    ).toEqual([11, 21]);
  });
});
