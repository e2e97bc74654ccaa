import { describe, expect, it } from 'vitest';
import { nextMove } from '../../../../../src-main/engine/search/study/next-move.ts';
import { expectedGain, noGainRule, noGainState } from '../../../../../src-main/engine/search/study/no-gain.ts';
import type { StudyPlan } from '../../../../../src-main/engine/search/study/study-plan.ts';
import { resultOf } from '../../../../../src-main/engine/search/study/study-report.ts';
import type { Trial } from '../../../../../src-shared/domain/study.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';
import { smallPlan, trialModel } from '../../../../support/small-study.ts';

const RULE = { expected: 0.001, trials: 3 };

/** To the end of the search, each trial as good as `accuracy` says. */
function runToEnd(plan: StudyPlan, accuracy: (units: number) => number, stored: readonly Trial[] = [], most = Infinity): readonly Trial[] {
  const trials = [...stored];
  while (trials.length < most) {
    const move = nextMove({ plan, trials, elapsedMs: 0 });
    if (move.do !== 'train') break;
    const { hidden } = move.trial.fields['model'] as { readonly hidden: readonly number[] };
    const value = accuracy(hidden[0]!);
    const report = { epoch: 1, values: { 'validation.accuracy': value }, spent: 1, elapsedMs: 0 };
    trials.push({ ...move.trial, state: 'finished', reports: [report], model: trialModel(move.trial.number) });
  }
  return trials;
}

const plan = (change: Partial<StudyPlan> = {}): StudyPlan =>
  smallPlan({ noGain: RULE, scheduler: { kind: 'none' }, ...change }, { trials: 60, epochs: 1 });

/** A hill with its top at 70 units. */
const hill = (units: number): number => 0.9 - ((units - 70) / 200) ** 2;

describe('a search that stops when no gain is expected', () => {
  it('stops once the hill is climbed, three expectations below the bound in a row, and says so', () => {
    const trials = runToEnd(plan(), hill);
    expect(trials.length).toBeGreaterThan(13);
    expect(trials.length).toBeLessThan(60);
    const gains = trials.map(trial => trial.expectedGain ?? null);
    expect(gains.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => null));
    expect(gains.slice(-3).every(gain => gain! < RULE.expected)).toBe(true);
    // The first three in a row are the last.
    expect(gains.slice(10, -1).some((gain, i, all) => i > 1 && [gain, all[i - 1], all[i - 2]].every(one => one! < RULE.expected))).toBe(
      false,
    );
    const { report } = resultOf({ id: 'study', plan: plan(), trials, elapsedMs: 0 });
    expect(report.noGain).toEqual({ ...RULE, latest: gains.at(-1), inARow: 3 });
  });

  it('goes on to its last trial where the bound is too small to be reached, or none is set', () => {
    expect(runToEnd(plan({ noGain: { expected: 1e-12, trials: 50 } }), hill)).toHaveLength(60);
    const without = runToEnd(plan({ noGain: null }), hill);
    expect(without).toHaveLength(60);
    expect(without.some(trial => 'expectedGain' in trial)).toBe(false);
  });

  it('decides the same when it is opened again in between', () => {
    const whole = runToEnd(plan(), hill);
    for (const stop of [5, 11, whole.length - 1]) {
      const stored = JSON.parse(JSON.stringify(runToEnd(plan(), hill, [], stop))) as Trial[];
      expect(runToEnd(plan(), hill, stored)).toEqual(whole);
    }
  });

  it('expects in the units of the objective: ten times the differences, ten times the gain', () => {
    const gainOf = (scale: number): number => {
      const trials = runToEnd(plan({ noGain: null }), units => scale * hill(units), [], 12);
      return expectedGain({ ...plan(), trials }, createRandom(1))!;
    };
    expect(gainOf(0.1)).toBeGreaterThan(0);
    expect(gainOf(1) / gainOf(0.1)).toBeCloseTo(10, 6);
  });

  it('counts from the last that was worth it', () => {
    const [first] = runToEnd(plan(), hill, [], 1);
    const stored = [0.1, 0.0001, 0.5, 0.0002, 0.0001].map((gain, i): Trial => ({ ...first!, number: i + 1, expectedGain: gain }));
    expect(noGainState(RULE, stored)).toEqual({ ...RULE, latest: 0.0001, inARow: 2 });
  });

  it('is refused where a model is varied, and in a space that is too large for it', () => {
    const { space } = plan();
    expect(noGainRule({}, space)).toBeNull();
    expect(noGainRule({ noGain: RULE }, space)).toEqual(RULE);
    expect(() => noGainRule({ noGain: RULE, structure: { vary: 'net' } }, space)).toThrow(/where a model is varied/);
    const [dimension] = space.dimensions;
    const wide = { ...space, dimensions: Array.from({ length: 31 }, () => dimension!) };
    expect(() => noGainRule({ noGain: RULE }, wide)).toThrow('at most 30 ranges is required, got 31');
  });
});
