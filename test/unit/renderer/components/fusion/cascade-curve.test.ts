import { expect, it } from 'vitest';
import { askedShares, frontOf, marksOf, nearestTo } from '../../../../../src-renderer/components/fusion/cascade-curve.ts';
import type { CascadePoint } from '../../../../../src-shared/domain/serial-fusion.ts';

const point = (cost: number, accuracy: number): CascadePoint => ({ cost, accuracy, thresholds: [cost], exits: [1 - cost, cost] });
const curve = [point(1.1, 0.95), point(0.1, 0.8), point(0.5, 0.9), point(0.4, 0.92), point(0.7, 0.95), point(0.4, 0.85)];

it('goes from the cheapest setting to the most accurate, without those that a cheaper one equals', () => {
  expect(frontOf(curve).map(({ cost, accuracy }) => [cost, accuracy])).toEqual([
    [0.1, 0.8],
    [0.4, 0.92],
    [0.7, 0.95],
  ]);
});

it('marks the cheapest setting, the cheapest that is as right as the last stage, and the best, each place once', () => {
  const front = frontOf(curve);
  expect(marksOf(front, 0.9)).toEqual([
    { kind: 'cheapest', place: 0 },
    { kind: 'same-accuracy', place: 1 },
    { kind: 'best', place: 2 },
  ]);
  expect(marksOf(front, 0.95).map(({ kind }) => kind)).toEqual(['cheapest', 'same-accuracy']);
  // No setting is as right: none is marked so.
  expect(marksOf(front, 0.99).map(({ kind }) => kind)).toEqual(['cheapest', 'best']);
  expect(marksOf([], 0.5)).toEqual([]);
});

it('finds the setting that is nearest in cost', () => {
  expect([0, 0.26, 0.5, 3].map(cost => nearestTo(frontOf(curve), cost))).toEqual([0, 1, 1, 2]);
});

it('asks a stage for all that it and those behind it answer', () => {
  expect(askedShares([0.5, 0.25, 0.25])).toEqual([1, 0.5, 0.25]);
});
