import { describe, expect, it } from 'vitest';
import { choleskyInPlace, solveLower, solveUpper } from '../../../../src-main/engine/search/cholesky.ts';
import { conditionOn, fitKernel, logEvidence, matern } from '../../../../src-main/engine/search/gaussian-process.ts';
import { normalBelow } from '../../../../src-main/engine/search/normal-curve.ts';

const point = (...x: number[]): Float64Array => Float64Array.from(x);

describe('Cholesky', () => {
  it('factors [[4, 2], [2, 5]] into [[2, 0], [1, 2]] and solves with it', () => {
    const a = Float64Array.from([4, 0, 2, 5]);
    expect(choleskyInPlace(a, 2)).toBe(true);
    expect([...a]).toEqual([2, 0, 1, 2]);
    // 4x + 2y = 8, 2x + 5y = 12: x = 1, y = 2.
    expect([...solveUpper(a, 2, solveLower(a, 2, Float64Array.from([8, 12])))]).toEqual([1, 2]);
  });

  it('refuses what is not positive definite', () => {
    expect(choleskyInPlace(Float64Array.from([1, 0, 2, 1]), 2)).toBe(false);
  });
});

describe('a Gaussian process', () => {
  it('has the Matérn 5/2 kernel: at distance 1, (1 + √5 + 5/3)·e^−√5', () => {
    const one = (1 + Math.sqrt(5) + 5 / 3) * Math.exp(-Math.sqrt(5));
    expect(matern(point(0, 0), point(0.3, 0.4), Float64Array.from([0.5, 0.5]))).toBeCloseTo(one, 12);
    expect(matern(point(0.2), point(0.2), Float64Array.from([1]))).toBe(1);
  });

  it('goes through what it has seen and knows nothing far away', () => {
    const process = conditionOn({ points: [point(0), point(0.5), point(1)], values: [1, -1, 0.5] }, [Math.log(0.2), Math.log(1e-6)]);
    expect(process?.predict(point(0.5)).mean).toBeCloseTo(-1, 3);
    expect(process?.predict(point(0.5)).deviation).toBeLessThan(0.01);
    const far = process?.predict(point(30));
    expect(far?.mean).toBeCloseTo(0, 6);
    expect(far?.deviation).toBeCloseTo(1, 6);
  });

  it('with one value y: mean k·y/(1+σ²), evidence −½·y²/(1+σ²) − ½·ln(1+σ²) but for the priors', () => {
    const noise = Math.log(0.25);
    const at = (value: number): number => logEvidence({ points: [point(0)], values: [value] }, [0, noise]);
    expect(at(2) - at(0)).toBeCloseTo(-0.5 * (4 / 1.25), 6);
    const process = conditionOn({ points: [point(0)], values: [2] }, [0, noise]);
    expect(process?.predict(point(0)).mean).toBeCloseTo(2 / 1.25, 6);
  });

  it('finds out which coordinate matters', () => {
    const points = Array.from({ length: 40 }, (_, i) => point((i % 8) / 7, Math.floor(i / 8) / 4));
    const [first = 0, second = 0] = fitKernel({ points, values: points.map(([x = 0]) => Math.sin(6 * x)) }, 4);
    expect(second - first).toBeGreaterThan(1);
  });
});

it('the normal curve lies to 0.841345 below 1 and to 0.022750 below −2', () => {
  expect(normalBelow(1)).toBeCloseTo(0.841345, 6);
  expect(normalBelow(-2)).toBeCloseTo(0.02275, 6);
  expect(normalBelow(0)).toBeCloseTo(0.5, 7);
});
