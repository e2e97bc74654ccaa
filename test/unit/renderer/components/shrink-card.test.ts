import { describe, expect, it } from 'vitest';
import { barsOf, groupsOf, qualityVerdict, verificationOf, type RowId } from '../../../../src-renderer/components/shrink-card/card-rows.ts';
import type { ShrinkCard } from '../../../../src-shared/domain/shrink-card.ts';
import { shrinkCard } from '../../../support/shrink-card.ts';

function rowOf(card: ShrinkCard, id: RowId) {
  return groupsOf(card)
    .flatMap(group => group.rows)
    .find(row => row.id === id);
}

describe('the rows of a card', () => {
  it('call less better, but more where things are done in a second', () => {
    expect(rowOf(shrinkCard, 'file')).toMatchObject({ verdict: 'better', change: -0.5 });
    expect(rowOf(shrinkCard, 'throughput')).toMatchObject({ verdict: 'better', change: 1 });
    const turned = { ...shrinkCard, before: shrinkCard.after, after: shrinkCard.before };
    expect(rowOf(turned, 'file')).toMatchObject({ verdict: 'worse', change: 1 });
    expect(rowOf(turned, 'throughput')).toMatchObject({ verdict: 'worse', change: -0.5 });
  });

  it('call times alike within 5 %, and whatever they are where the arithmetic is the same', () => {
    const { before, after } = shrinkCard;
    const timed = (p50Ms: number, p95Ms: number): ShrinkCard => ({
      ...shrinkCard,
      after: { ...after, latency: { ...after.latency, p50Ms, p95Ms } },
    });
    expect(rowOf(timed(0.0419, 0.05), 'latency')?.verdict).toBe('alike');
    expect(rowOf(timed(0.0421, 0.05), 'latency')?.verdict).toBe('worse');
    const { parameters, multiplyAdds, bytes } = before;
    const masked = timed(0.04, 0.09);
    expect(rowOf({ ...masked, after: { ...masked.after, parameters, multiplyAdds, bytes } }, 'latencyP95')?.verdict).toBe('alike');
  });

  it('draw the longer bar whole, and nothing of nothing', () => {
    expect(barsOf({ before: 4, after: 1 })).toEqual({ before: 1, after: 0.25 });
    expect(barsOf({ before: 1, after: 2 })).toEqual({ before: 0.5, after: 1 });
    expect(barsOf({ before: 0, after: 0 })).toEqual({ before: 0, after: 0 });
  });

  it('call a quality better or worse only where the intervals do not meet', () => {
    expect(qualityVerdict({ low: 2, high: 3 }, { low: 1, high: 2 })).toBe('alike');
    expect(qualityVerdict({ low: 2, high: 3 }, { low: 1, high: 1.9 })).toBe('better');
    expect(qualityVerdict({ low: 2, high: 3 }, { low: 3.1, high: 4 })).toBe('worse');
  });
});

it('the check of a card is that of its worse file', () => {
  const { before } = shrinkCard;
  const off = { ...shrinkCard, before: { ...before, verification: { ...before.verification, maxDifference: 0.1 } } };
  expect(verificationOf(off)).toEqual({ holds: false, difference: 0.1, tolerance: 1e-5 });
  expect(verificationOf(shrinkCard)).toEqual({ holds: true, difference: 3e-7, tolerance: 1e-5 });
});
