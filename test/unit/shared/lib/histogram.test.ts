import { describe, expect, it } from 'vitest';
import { createHistogram, rangeOf } from '../../../../src-shared/lib/histogram.ts';

describe('histograms', () => {
  it('count by bins of one width, zeros apart, the upper edge in the last bin', () => {
    const values = [-1, -0.5, 0, 0, 0.25, 1];
    const range = rangeOf(values);
    expect(range).toEqual({ low: -1, high: 1 });
    expect(createHistogram(values, range, 4)).toMatchObject({ counts: [1, 1, 1, 1], zeros: 2, broken: 0, total: 6 });
  });

  it('have the mean and deviation of all finite values: 1, 2, 3, 0 → 1.5, √1.25', () => {
    const { mean, deviation, broken } = createHistogram([1, 2, 3, 0, Number.NaN], { low: 1, high: 3 }, 4);
    expect([mean, broken]).toEqual([1.5, 1]);
    expect(deviation).toBeCloseTo(Math.sqrt(1.25), 12);
  });

  it('have a range also for values that are all the same, or all zero', () => {
    expect(rangeOf([2, 2])).toEqual({ low: 1, high: 3 });
    expect(rangeOf([-2])).toEqual({ low: -3, high: -1 });
    expect(rangeOf([0, Number.POSITIVE_INFINITY])).toEqual({ low: -1, high: 1 });
  });

  it('put what lies outside a shared range into the outer bins', () => {
    expect(createHistogram([-9, 9, 9], { low: -1, high: 1 }, 2).counts).toEqual([1, 2]);
  });
});
