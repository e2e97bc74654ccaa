import { describe, expect, it } from 'vitest';
import { downsample } from '../../../../src-shared/lib/downsample.ts';

const series = (values: readonly number[]): { steps: number[]; values: readonly number[] } => ({
  steps: values.map((_, i) => i * 10),
  values,
});

describe('a down-sampled series', () => {
  it('is the series itself when it is short enough', () => {
    const short = series([3, 1, 2]);
    expect(downsample(short, 5)).toBe(short);
  });

  it('keeps both ends, and per bucket the least, the greatest and the first NaN', () => {
    // 12 points, at most 8: two buckets of six.
    const values = [5, 4, 9, 4, NaN, NaN, 7, -Infinity, 8, 7, 7, 6];
    expect(downsample(series(values), 8)).toEqual({ steps: [0, 10, 20, 40, 70, 80, 110], values: [5, 4, 9, NaN, -Infinity, 8, 6] });
  });

  it.each([5, 6, 7, 8, 10, 100, 601])('has at most %i points, in order, and never loses a spike', maxPoints => {
    const values = Array.from({ length: 5000 }, (_, i) => (i === 3217 ? 99 : i === 1003 ? -99 : Math.sin(i / 50)));
    const { steps, values: kept } = downsample(series(values), maxPoints);
    expect(steps.length).toBeLessThanOrEqual(maxPoints);
    expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
    expect([kept.includes(99), kept.includes(-99), steps[0], steps.at(-1)]).toEqual([true, true, 0, 49990]);
  });

  it('of nothing but NaN shows that', () => {
    expect(downsample(series(Array<number>(50).fill(NaN)), 10).values.every(Number.isNaN)).toBe(true);
  });
});
