import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rangeEstimators } from '../../src-main/engine/quantisation/ranges/index.ts';
import type { ValueHistogram } from '../../src-main/engine/quantisation/range-estimator.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../src-shared/lib/random.ts';

it('every range estimator file is registered', () => {
  const files = readdirSync(new URL('../../src-main/engine/quantisation/ranges/', import.meta.url));
  const named = files.flatMap(file => /^([\w-]+)\.range-estimator\.ts$/.exec(file)?.[1] ?? []);
  expect(rangeEstimators.all.map(({ id }) => id).sort()).toEqual(named.sort());
});

function histogramOf(values: readonly number[]): ValueHistogram {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const counts = new Float64Array(2048);
  for (const value of values) counts[high > low ? Math.min(2047, Math.floor(((value - low) / (high - low)) * 2048)) : 0]! += 1;
  return { low, high, counts };
}

const random = createRandom(4);
const bell = Array.from({ length: 20_000 }, () => random.nextNormal());
const cut = bell.map(value => Math.max(0, value));

describe.each(rangeEstimators.all)('$id', estimator => {
  const parsed = parseParams(estimator.params, {});
  const rangeOf = (values: readonly number[]) => estimator.range(parsed.ok ? parsed.value : {}, histogramOf(values));

  it('has 0 in it, and stays within what was met', () => {
    for (const values of [bell, cut, bell.map(value => value - 9), [3, 4], [-2, -1]]) {
      const { low, high } = rangeOf(values);
      expect(low).toBeLessThanOrEqual(0);
      expect(high).toBeGreaterThanOrEqual(0);
      expect(low).toBeGreaterThanOrEqual(Math.min(0, ...values) - 1e-9);
      expect(high).toBeLessThanOrEqual(Math.max(0, ...values) + 1e-9);
      expect(high - low).toBeGreaterThan(0);
    }
  });

  it('is finite for a value that never changes', () => {
    for (const value of [0, 2, -2]) {
      const { low, high } = rangeOf([value, value, value]);
      expect([low, high].every(Number.isFinite)).toBe(true);
    }
  });

  // By squared error, a value this far out is worth its steps.
  it.runIf(['percentile', 'entropy'].includes(estimator.id))('does not let one outlier make all steps coarse', () => {
    expect(rangeOf([...cut, 400]).high).toBeLessThan(100);
  });
});

it('the percentile cuts off its share at each end that has values', () => {
  const values = Array.from({ length: 10_001 }, (_, i) => i / 10_000);
  const keep = { keep: 0.9 };
  expect(rangeEstimators.require('percentile').range(keep, histogramOf(values)).high).toBeCloseTo(0.9, 2);
  const both = rangeEstimators.require('percentile').range(keep, histogramOf(values.map(value => value - 0.5)));
  expect(both.low).toBeCloseTo(-0.45, 2);
  expect(both.high).toBeCloseTo(0.45, 2);
});
