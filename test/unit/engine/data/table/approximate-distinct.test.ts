import { expect, it } from 'vitest';
import { approximateDistinct } from '../../../../../src-main/engine/data/table/approximate-distinct.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';

it.each([1, 5, 100, 20_000, 300_000])('counts %i different numbers to a few hundredths, however often each is there', count => {
  const random = createRandom(count);
  const different = Float64Array.from({ length: count }, (_, i) => (i % 2 === 0 ? i : random.nextNormal()));
  const repeated = Float64Array.from({ length: 3 * count }, (_, i) => different[i % count]!);
  const found = approximateDistinct(repeated);
  expect(found).toBe(approximateDistinct(different));
  expect(Math.abs(found / count - 1)).toBeLessThan(0.06);
});

it('counts no missing number, and one zero', () => {
  expect(approximateDistinct(Float64Array.of(NaN, NaN))).toBe(0);
  expect(approximateDistinct(Float64Array.of(0, -0, 0, NaN))).toBe(1);
});
