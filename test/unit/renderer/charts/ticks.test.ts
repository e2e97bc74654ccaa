import { expect, it } from 'vitest';
import { countTicks, roomAround, ticksOf } from '../../../../src-renderer/charts/ticks.ts';

it('are round numbers within the range', () => {
  expect(ticksOf(0.03, 0.062, 4)).toEqual([0.03, 0.04, 0.05, 0.06]);
  expect(ticksOf(-1.2, 1.2, 4)).toEqual([-1, 0, 1]);
  expect(ticksOf(0, 1, 3)).toEqual([0, 0.5, 1]);
  expect(ticksOf(5, 5, 4)).toEqual([5]);
});

it('are whole where a count is written: none twice', () => {
  expect(ticksOf(0.92, 2.08, 10, true)).toEqual([1, 2]);
  expect(ticksOf(1, 10, 4, true)).toEqual([5, 10]);
  expect(ticksOf(0, 900, 9, true)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
});

it('count from 1, at most a dozen', () => {
  expect(countTicks(4)).toEqual([1, 2, 3, 4]);
  expect(countTicks(30)).toEqual([1, 4, 7, 10, 13, 16, 19, 22, 25, 28]);
});

it('leave room around what is drawn, also where it is all the same or nothing', () => {
  expect(roomAround([0, 1], 0.1)).toEqual([-0.1, 1.1]);
  expect(roomAround([3, NaN, 3])).toEqual([2.85, 3.15]);
  expect(roomAround([])).toEqual([0, 1]);
});
