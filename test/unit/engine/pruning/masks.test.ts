import { describe, expect, it } from 'vitest';
import { keepBest, keepBestOverall } from '../../../../src-main/engine/pruning/masks.ts';
import { pruningSchedules } from '../../../../src-main/engine/pruning/schedules/index.ts';

const scores = (...values: number[]): Float32Array => Float32Array.from(values);
const bits = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('keeping the best', () => {
  it('keeps the highest scores', () => {
    expect(keepBest(scores(3, 1, 4, 1, 5), null, 2)).toEqual(bits(0, 0, 1, 0, 1));
  });

  it('keeps the earlier of equals', () => {
    expect(keepBest(scores(2, 7, 2, 2, 1), null, 3)).toEqual(bits(1, 1, 1, 0, 0));
    expect(keepBest(scores(0, 0, 0), null, 1)).toEqual(bits(1, 0, 0));
  });

  it('never revives a pruned unit, whatever its score', () => {
    expect(keepBest(scores(9, 1, 2, 3), bits(0, 1, 1, 1), 2)).toEqual(bits(0, 0, 1, 1));
    expect(keepBest(scores(9, 1), bits(0, 1), 5)).toEqual(bits(0, 1));
  });
});

describe('keeping the best over several kernels', () => {
  it('ranks them together', () => {
    const masks = keepBestOverall({ a: scores(1, 8, 3), b: scores(9, 2, 7) }, {}, { kept: 3, floors: {} });
    expect(masks).toEqual({ a: bits(0, 1, 0), b: bits(1, 0, 1) });
  });

  it('gives every kernel its floor first', () => {
    const masks = keepBestOverall({ a: scores(1, 2, 3), b: scores(9, 8, 7) }, {}, { kept: 3, floors: { a: 1, b: 1 } });
    expect(masks).toEqual({ a: bits(0, 0, 1), b: bits(1, 1, 0) });
  });

  it('among equals keeps exactly as many as asked, the earlier kernel first', () => {
    const masks = keepBestOverall({ a: scores(5, 5), b: scores(5, 6) }, {}, { kept: 2, floors: {} });
    expect(masks).toEqual({ a: bits(1, 0), b: bits(0, 1) });
  });

  it('never revives', () => {
    const masks = keepBestOverall({ a: scores(9, 1), b: scores(2, 3) }, { a: bits(0, 1) }, { kept: 2, floors: {} });
    expect(masks).toEqual({ a: bits(0, 0), b: bits(1, 1) });
  });
});

describe('pruning schedules', () => {
  const schedule = (id: string) =>
    pruningSchedules.require(id) as unknown as {
      updates(config: object, stepsPerEpoch: number): readonly number[];
      kept(progress: number, initial: number, final: number): number;
    };

  it('cubic: half-way 7/8 of the removal is done', () => {
    expect(schedule('cubic').kept(0.5, 1, 0.2)).toBeCloseTo(0.2 + 0.8 / 8, 12);
    expect(schedule('cubic').updates({ epochs: 2, every: 100 }, 860).slice(0, 2)).toEqual([100, 200]);
    expect(schedule('cubic').updates({ epochs: 2, every: 100 }, 860).at(-1)).toBe(1700);
  });

  it('cubic: a short ramp still gets ten prunings', () => {
    expect(schedule('cubic').updates({ epochs: 2, every: 100 }, 15)).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
  });

  it('iterative: every round keeps the same share of what is left, before its epochs', () => {
    expect(schedule('iterative').kept(1 / 2, 1, 0.09)).toBeCloseTo(0.3, 12);
    expect(schedule('iterative').updates({ rounds: 3, epochs: 2 }, 10)).toEqual([0, 20, 40]);
  });
});
