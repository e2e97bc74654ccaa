import { describe, expect, it } from 'vitest';
import { pruningSchedules } from '../../src-main/engine/pruning/schedules/index.ts';
import type { SchedulePosition } from '../../src-main/engine/training/schedule.ts';
import { schedules } from '../../src-main/engine/training/schedules/index.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';

it('every schedule file is registered', () => {
  expect(schedules.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('training/schedules', '.schedule.ts'));
  expect(pruningSchedules.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('pruning/schedules', '.pruning-schedule.ts'));
});

const members = [...schedules.all, ...pruningSchedules.all];
it.each(members)('$id is plain data apart from its functions, so that a form can be sent it', entry => {
  expect(structuredClone(dataOf(entry))).toEqual(dataOf(entry));
  expect(entry.source).not.toBe('');
});

describe.each(schedules.all)('learning rate schedule $id', schedule => {
  const multiplier = schedule.multiplier as unknown as (config: object, at: SchedulePosition) => number;
  const lengths = [
    { totalSteps: 1, stepsPerEpoch: 1 },
    { totalSteps: 2, stepsPerEpoch: 2 },
    { totalSteps: 60, stepsPerEpoch: 20 },
  ];

  it.each(lengths)('is a share of the learning rate at each of $totalSteps steps', length => {
    const values = Array.from({ length: length.totalSteps }, (_, step) => multiplier(paramsOf(schedule), { step, ...length }));
    for (const value of values) expect(value >= 0 && value <= 1).toBe(true);
    expect(values.some(value => value > 0)).toBe(true);
  });

  it('depends on the position alone', () => {
    const at = { step: 17, totalSteps: 60, stepsPerEpoch: 20 };
    const first = multiplier(paramsOf(schedule), at);
    multiplier(paramsOf(schedule), { ...at, step: 40 });
    expect(multiplier(paramsOf(schedule), at)).toBe(first);
  });
});

describe.each(pruningSchedules.all)('pruning schedule $id', schedule => {
  const { epochs, updates } = schedule as unknown as {
    epochs(config: object): number;
    updates(config: object, stepsPerEpoch: number): readonly number[];
  };

  it.each([1, 7, 860])('prunes at ascending steps within its own epochs of %i steps', stepsPerEpoch => {
    const config = paramsOf(schedule);
    const steps = updates(config, stepsPerEpoch);
    expect(steps.length).toBeGreaterThan(0);
    for (const [i, step] of steps.entries()) {
      expect(Number.isInteger(step) && step >= 0 && step <= epochs(config) * stepsPerEpoch).toBe(true);
      if (i > 0) expect(step).toBeGreaterThan(steps[i - 1]!);
    }
  });

  it('goes down from what is there to exactly the target and never up', () => {
    const shares = Array.from({ length: 20 }, (_, i) => schedule.kept((i + 1) / 20, 0.9, 0.07));
    expect(shares.at(-1)).toBe(0.07);
    for (const [i, share] of shares.entries()) expect(share <= (shares[i - 1] ?? 0.9) && share >= 0.07).toBe(true);
  });
});
