import { describe, expect, it } from 'vitest';
import { gapOver, resultRows, scaleOf } from '../../../../src-renderer/components/distillation-result/result-rows.ts';
import { beginChoice, choose, nearestPairs } from '../../../../src-renderer/features/models/teaching/item-choice.ts';
import {
  divergence,
  isAnswered,
  likeliest,
  namesOf,
  nextTo,
  placeOf,
  rowShare,
  soften,
  softeningOf,
  stripClasses,
  temperatureAt,
} from '../../../../src-renderer/features/models/teaching/soften.ts';
import type { DistillationFigures, DistillationReport } from '../../../../src-shared/domain/distillation.ts';

const rounded = (values: readonly number[]): readonly number[] => values.map(value => Number(value.toFixed(4)));

describe('a softened answer', () => {
  it('is the softmax of its logits by the temperature', () => {
    const thirds = [Math.log(4), Math.log(1), 0];
    expect(rounded(soften(thirds, 1))).toEqual([0.6667, 0.1667, 0.1667]);
    expect(rounded(soften(thirds, 2))).toEqual([0.5, 0.25, 0.25]);
    expect(rounded(soften([2000, 0], 0.5))).toEqual([1, 0]);
  });

  it('gives a class no teacher knows nothing', () => {
    expect(rounded(soften([0, 50, 0], 1, new Set([1])))).toEqual([0.5, 0, 0.5]);
  });

  it('is as far from another as the divergence says', () => {
    expect(divergence([0.5, 0.5], [0.5, 0.5])).toBe(0);
    expect(divergence([1, 0], [0.25, 0.75])).toBeCloseTo(Math.log(4), 9);
    expect(divergence([0.5, 0.5], [1, 0])).toBe(Infinity);
  });

  it('names the likeliest class, and those next to the label', () => {
    expect(likeliest([0.2, 0.5, 0.5])).toBe(1);
    expect(nextTo([0.7, 0.0005, 0.1, 0.1995], 0)).toEqual([3, 2]);
  });
});

describe('the temperature slider', () => {
  it('is logarithmic from 0.5 to 20, with two figures', () => {
    expect([placeOf(0.5), placeOf(20)]).toEqual([0, 1]);
    expect(temperatureAt(0.5)).toBe(3.2);
    expect(temperatureAt(placeOf(4))).toBe(4);
  });
});

describe('the strip', () => {
  it('has all classes where they are few', () => {
    expect(stripClasses([[0.1, 0.9]], 2, 3)).toEqual([0, 1]);
  });

  it('keeps those with the most of many, and what is left over in one row', () => {
    const shares = [
      [0.1, 0.5, 0.05, 0.35],
      [0.1, 0.1, 0.2, 0.6],
    ];
    const rows = stripClasses(shares, 4, 3);
    expect(rows).toEqual([1, 3, null]);
    expect(rowShare(shares[0]!, null, rows)).toBeCloseTo(0.15, 9);
    expect(rowShare(shares[0]!, 3, rows)).toBe(0.35);
  });
});

describe('the choice of items', () => {
  const view = {
    task: 'classes',
    parts: [
      { part: 'validation', items: 9, picks: ['all', 'softest', 'student-teacher'], disagreements: 1, nearest: [] },
      { part: 'train', items: 9, picks: ['all', 'softest'], disagreements: 1, nearest: [] },
    ],
  } as const;
  const begun = beginChoice(view);

  it('begins with the softest items of the first part', () => {
    expect(begun).toEqual({ part: 'validation', pick: 'softest', label: null, rival: null, offset: 0 });
  });

  it('goes back to the first page when it changes, and leaves a pick the part lacks', () => {
    const turned = choose(choose(begun, { type: 'pick', pick: 'student-teacher' }), { type: 'turn', offset: 24 });
    expect(turned.offset).toBe(24);
    expect(choose(turned, { type: 'part', part: 'train', picks: view.parts[1].picks })).toMatchObject({
      part: 'train',
      pick: 'all',
      offset: 0,
    });
  });

  it('has no class nearest to itself', () => {
    expect(choose(begun, { type: 'classes', label: 7, rival: 7 })).toMatchObject({ label: 7, rival: null });
  });

  it('offers the greatest confusions first, of classes that have items', () => {
    const nearest = [
      { label: 0, items: 3, own: 0.8, towards: [{ label: 1, share: 0.15 }] },
      { label: 1, items: 0, own: 0, towards: [{ label: 0, share: 0.9 }] },
      { label: 2, items: 3, own: 0.7, towards: [{ label: 0, share: 0.3 }] },
    ];
    expect(nearestPairs({ nearest }, 5)).toEqual([
      { label: 2, rival: 0, share: 0.3 },
      { label: 0, rival: 1, share: 0.15 },
    ]);
  });
});

describe('what teaching bought', () => {
  const figures = (errors: number): DistillationFigures => ({ items: 1000, errors, metrics: { error: errors / 1000 } });
  const report = (taught: number, gapClosed: number | null): DistillationReport =>
    ({
      ...{ teachers: [], teacher: figures(10), distilled: figures(taught), gapClosed, warnings: [] },
      alone: { ...figures(30), file: { hash: 'f', bytes: 1 } },
    }) as unknown as DistillationReport;

  it('has Wilson’s interval over items where there is one seed', () => {
    const rows = resultRows(report(20, 0.5), [report(20, 0.5)]);
    expect(rows.map(({ who }) => who)).toEqual(['teacher', 'alone', 'distilled']);
    const { low, high } = rows[2]!.main;
    // 20 of 1,000: (0.02 + z²/2000 ∓ z·√(0.02·0.98/1000 + z²/4·10⁶)) / (1 + z²/1000), z = 1.96.
    expect(rounded([low!, high!])).toEqual([0.013, 0.0307]);
  });

  it('has the interval over seeds where there are several, but none for one teacher of all', () => {
    const seeds = [report(20, 0.5), report(24, 0.3), report(22, 0.4)];
    const [teacher, , taught] = resultRows(seeds[0]!, seeds);
    expect(teacher!.main).toEqual({ value: 0.01, low: null, high: null });
    expect(taught!.main.value).toBeCloseTo(0.022, 9);
    // t(2) = 4.303, deviation 0.002, three seeds.
    expect(taught!.main.high! - taught!.main.value).toBeCloseTo((4.303 * 0.002) / Math.sqrt(3), 5);
    expect(scaleOf(resultRows(seeds[0]!, seeds))).toBeGreaterThan(0.03);
  });

  it('has no interval beyond what an error can be, however far two seeds lie apart', () => {
    const [, , taught] = resultRows(report(20, 0.5), [report(20, 0.5), report(700, 0.3)]);
    expect(taught!.main).toMatchObject({ low: 0, high: 1 });
    expect(taught!.main.value).toBeCloseTo(0.36, 9);
  });

  it('closes the gap by seed, and says nothing where there was none', () => {
    expect(gapOver([report(20, 0.5), report(24, 0.3)])).toMatchObject({ value: 0.4, each: [0.5, 0.3] });
    expect(gapOver([report(20, null)])).toBeNull();
    expect(gapOver([report(20, 0.5)])).toEqual({ value: 0.5, low: null, high: null, each: [0.5] });
  });
});

describe('several labels', () => {
  const { shares, answers, divergence: apart, rows } = softeningOf('labels');

  it('are softened each by itself, and answered from a half on', () => {
    expect(rounded(shares([Math.log(3), -Math.log(3), 5], 1, new Set([2])))).toEqual([0.75, 0.25, 0]);
    expect(rounded(shares([2 * Math.log(3)], 2))).toEqual([0.75]);
    expect(answers([0.75, 0.25, 0.5])).toEqual([0, 2]);
    expect([isAnswered([0, 2], [0, 2]), isAnswered([0], [0, 2]), isAnswered([], [])]).toEqual([true, false, true]);
    expect([namesOf(['a', 'b', 'c'], [0, 2]), namesOf(['a'], [])]).toEqual(['a, c', '∅']);
  });

  it('are as far apart as their divergences together, and their strip has no row for a rest', () => {
    expect(apart([0.5, 0.5], [0.25, 0.5])).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 9);
    expect(rows([[0.9, 0.1, 0.8, 0.7]], 4, 3)).toEqual([0, 2]);
  });
});
