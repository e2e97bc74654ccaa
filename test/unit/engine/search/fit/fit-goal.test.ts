import { describe, expect, it } from 'vitest';
import { foreseeCosts, foreseenRefusal } from '../../../../../src-main/engine/search/fit/foresee-costs.ts';
import { fitGoal, fitScore, meets, overLimit, type FitLimits } from '../../../../../src-main/engine/search/fit/fit-goal.ts';
import type { Plan } from '../../../../../src-shared/domain/fit/plan.ts';

const NONE: FitLimits = { parameters: undefined, multiplyAdds: undefined, bytes: undefined, latencyMs: undefined };
const whole = { parameters: 1000, multiplyAdds: 2000, bytes: 4000 };
const plan: Plan = { method: 'factorise', keep: 0.5, precision: 'float32', accuracyLoss: 0, learningRate: 0.001, batchSize: 64 };

describe('what is looked for', () => {
  it('is quality within limits, and a small cost beside it: the one that is limited', () => {
    const { objectives } = fitGoal({ limits: { ...NONE, parameters: 10 }, quality: undefined }, 'classes');
    expect(objectives).toEqual([
      { metric: 'validation.accuracy', direction: 1 },
      { metric: 'parameters', direction: -1 },
    ]);
    expect(fitGoal({ limits: NONE, quality: undefined }, 'values').objectives[0]).toEqual({ metric: 'validation.loss', direction: -1 });
  });

  it('is the smallest with the quality that is required', () => {
    const required = { metric: 'validation.accuracy', bound: 0.9, direction: 1 } as const;
    const { objectives, ...goal } = fitGoal({ limits: NONE, quality: { accuracy: 0.9 } }, 'classes');
    expect(goal).toMatchObject({ required, cost: 'bytes' });
    expect(objectives[0]).toEqual({ metric: 'fitScore', direction: -1 });
    const score = (value: number, cost: number): number => fitScore(required, value, { cost, whole: 100 });
    // 40 of 100 bytes; good enough before not good enough, however small; of two that are not, the nearer.
    expect(score(0.95, 40)).toBe(0.4);
    expect(score(0.9, 100)).toBeLessThan(score(0.8999, 1));
    expect(score(0.85, 90)).toBeLessThan(score(0.8, 10));
    expect(score(0.9, 500)).toBe(1);
    expect(score(NaN, 10)).toBeNaN();
  });

  it('is a loss that is low enough', () => {
    const required = { metric: 'validation.loss', bound: 0.5, direction: -1 } as const;
    expect([0.4, 0.5, 0.6, NaN].map(value => meets(required, value))).toEqual([true, true, false, false]);
  });
});

it('names the limit that is passed, with slack for what is only foretold', () => {
  const limits = { ...NONE, bytes: 1000 };
  expect(overLimit(whole, limits, { slack: 1, words: 'it has' })).toBe('At most 1000 bytes are allowed, it has 4000');
  expect(overLimit({ ...whole, bytes: 1000 }, limits, { slack: 1, words: 'it has' })).toBeNull();
  expect(foreseenRefusal({ ...whole, bytes: 1200 }, limits)).toBeNull();
  expect(foreseenRefusal({ ...whole, bytes: 1300 }, limits)).toContain('about 1300');
});

it('foretells what a plan leaves', () => {
  expect(foreseeCosts(plan, whole)).toEqual({ parameters: 500, multiplyAdds: 1000, bytes: 2000 });
  expect(foreseeCosts({ ...plan, precision: 'int8' }, whole).bytes).toBe(500);
  // Zeros are still multiplied with.
  expect(foreseeCosts({ ...plan, method: 'prune-weights' }, whole)).toEqual({ parameters: 1000, multiplyAdds: 2000, bytes: 2000 });
  expect(foreseeCosts({ ...plan, method: 'prune-weights', precision: 'int8' }, whole).bytes).toBe(1000);
  expect(foreseeCosts({ ...plan, method: 'quantise', keep: undefined }, whole)).toEqual({ ...whole, bytes: 1000 });
  // Both networks are kept; at best the narrow one answers all.
  expect(foreseeCosts({ ...plan, method: 'cascade' }, whole)).toEqual({ parameters: 1500, multiplyAdds: 1000, bytes: 6000 });
  expect(foreseeCosts({ ...plan, method: 'search' }, whole)).toEqual({ parameters: 500, multiplyAdds: 1000, bytes: 2000 });
});
