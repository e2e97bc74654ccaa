import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterLine } from '../../../../src-main/engine/clustering/k-means.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

const numbers = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }), { maxLength: 200 })
  .map(list => Float32Array.from(list));

function squaredError(values: Float32Array, { centres, places }: ReturnType<typeof clusterLine>): number {
  return values.reduce((sum, value, i) => sum + (value - centres[places[i]!]!) ** 2, 0);
}

describe('clusters on a line', () => {
  it('are by hand: 1, 2 | 10, 12 | 30', () => {
    const { centres, places } = clusterLine(Float32Array.of(10, 1, 30, 2, 12), 3);
    expect([...centres]).toEqual([1.5, 11, 30]);
    expect([...places]).toEqual([1, 0, 2, 0, 1]);
  });

  it('have no empty places where pruning left none: the middle centre of −2, 0, 2 goes where it is needed', () => {
    // Nothing is near 0; both halves have the same error, the lower one is split.
    const { centres } = clusterLine(Float32Array.of(-2, -1.5, 1.5, 2), 3);
    expect([...centres]).toEqual([-2, -1.5, 1.75]);
  });

  it.each([
    ['no numbers', [], 4, []],
    ['one number', [3], 4, [3]],
    ['equal numbers', [2, 2, 2], 4, [2]],
    ['fewer different numbers than places', [1, 2, 1, 5], 8, [1, 2, 5]],
    ['one place', [1, 2, 6], 1, [3]],
  ])('of %s', (_title, values, most, centres) => {
    expect([...clusterLine(Float32Array.from(values), most).centres]).toEqual(centres);
  });

  it('put every number to its nearest centre, with as many centres as there may be', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 40 }), (values, most) => {
        const { centres, places } = clusterLine(values, most);
        const distinct = new Set(values.map(value => value + 0)).size;
        expect(centres.length).toBeLessThanOrEqual(Math.min(most, distinct));
        expect([...centres]).toEqual([...centres].sort((a, b) => a - b));
        values.forEach((value, i) => {
          const nearest = Math.min(...centres.map(centre => Math.abs(value - centre)));
          expect(Math.abs(value - centres[places[i]!]!)).toBeLessThanOrEqual(nearest * (1 + 1e-6) + 1e-6);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('of 32 places lose less than a five-bit grid does, on weights that were pruned', () => {
    const random = createRandom(1);
    const all = Float32Array.from({ length: 20_000 }, () => random.nextNormal());
    const kept = all.filter(value => Math.abs(value) > 1);
    const clusters = clusterLine(kept, 32);
    const [low, high] = [Math.min(...kept), Math.max(...kept)];
    const step = (high - low) / 31;
    const grid = kept.reduce((sum, value) => sum + (value - (low + step * Math.round((value - low) / step))) ** 2, 0);
    expect(clusters.centres).toHaveLength(32);
    expect(squaredError(kept, clusters)).toBeLessThan(0.35 * grid);
  });
});
