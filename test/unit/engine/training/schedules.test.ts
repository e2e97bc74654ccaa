import { expect, it } from 'vitest';
import type { SchedulePosition } from '../../../../src-main/engine/training/schedule.ts';
import { schedules } from '../../../../src-main/engine/training/schedules/index.ts';

function multipliers(id: string, config: object, length: Omit<SchedulePosition, 'step'>, steps: readonly number[]): number[] {
  const { multiplier } = schedules.require(id) as unknown as { multiplier(config: object, at: SchedulePosition): number };
  return steps.map(step => multiplier(config, { step, ...length }));
}

const length = { totalSteps: 40, stepsPerEpoch: 10 };

it.each([
  { id: 'constant', config: {}, steps: [0, 39], expected: [1, 1] },
  { id: 'step', config: { every: 2, factor: 0.5 }, steps: [0, 19, 20, 39], expected: [1, 1, 0.5, 0.5] },
  { id: 'step', config: { every: 1, factor: 0.1 }, steps: [9, 10, 20, 30], expected: [1, 0.1, 0.01, 0.001] },
  { id: 'cosine', config: { floor: 0 }, steps: [0, 10, 20, 30], expected: [1, 0.5 + Math.SQRT1_2 / 2, 0.5, 0.5 - Math.SQRT1_2 / 2] },
  { id: 'cosine', config: { floor: 0.2 }, steps: [0, 20], expected: [1, 0.6] },
  { id: 'warm-up', config: { epochs: 1, then: 'constant' }, steps: [0, 4, 9, 10, 39], expected: [0.1, 0.5, 1, 1, 1] },
  { id: 'warm-up', config: { epochs: 1, then: 'cosine' }, steps: [9, 10, 25], expected: [1, 1, 0.5] },
  { id: 'warm-up', config: { epochs: 100, then: 'cosine' }, steps: [0, 39], expected: [1 / 40, 1] },
])('$id $config is worth $expected at steps $steps', ({ id, config, steps, expected }) => {
  for (const [i, value] of multipliers(id, config, length, steps).entries()) expect(value).toBeCloseTo(expected[i]!, 9);
});

it('one-cycle rises from its start to 1 and falls to its end', () => {
  const config = { rise: 0.25, start: 0.04, end: 0.001 };
  const [first, halfUp, peak, last] = multipliers('one-cycle', config, { totalSteps: 41, stepsPerEpoch: 41 }, [0, 5, 10, 40]);
  expect(first).toBeCloseTo(0.04, 9);
  expect(halfUp).toBeCloseTo(0.52, 9);
  expect(peak).toBeCloseTo(1, 9);
  expect(last).toBeCloseTo(0.001, 9);
});
