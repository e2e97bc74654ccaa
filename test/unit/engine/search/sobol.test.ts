import { describe, expect, it } from 'vitest';
import { directionNumbers, scramble, sobolCoordinate, SOBOL_DIMENSIONS } from '../../../../src-main/engine/search/sobol.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

/** Coordinates 1, 2, 3, 10, 31 and 64 of points by number, from scipy.stats.qmc.Sobol(64, scramble=False) of SciPy 1.18 (which lists them in Gray code order). */
const SCIPY = [
  [1, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]],
  [3, [0.75, 0.25, 0.25, 0.75, 0.25, 0.75]],
  [7, [0.875, 0.875, 0.125, 0.125, 0.875, 0.625]],
  [14, [0.4375, 0.5625, 0.1875, 0.0625, 0.6875, 0.9375]],
  [55, [0.921875, 0.640625, 0.578125, 0.171875, 0.359375, 0.828125]],
  [32, [0.015625, 0.796875, 0.359375, 0.578125, 0.015625, 0.734375]],
] as const;

describe('the Sobol sequence', () => {
  it.each(SCIPY)('has the point %i that SciPy has', (index, point) => {
    const ours = [0, 1, 2, 9, 30, 63].map(dimension => sobolCoordinate(directionNumbers(dimension), index));
    expect(ours).toEqual(point);
  });

  it('puts one of 64 points into each of 64 intervals, scrambled or not, in every dimension', () => {
    for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension++) {
      const { directions, shift } = scramble(directionNumbers(dimension), createRandom(3).split(dimension));
      for (const at of [
        (i: number) => sobolCoordinate(directionNumbers(dimension), i),
        (i: number) => sobolCoordinate(directions, i, shift),
      ]) {
        const cells = new Set(Array.from({ length: 64 }, (_, i) => Math.floor(at(i) * 64)));
        expect(cells.size).toBe(64);
      }
    }
  });

  it('is scrambled another way by another stream', () => {
    const first = scramble(directionNumbers(3), createRandom(1));
    const second = scramble(directionNumbers(3), createRandom(2));
    expect(sobolCoordinate(first.directions, 5, first.shift)).not.toBe(sobolCoordinate(second.directions, 5, second.shift));
  });
});
