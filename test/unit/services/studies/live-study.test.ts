import { describe, expect, it } from 'vitest';
import type { TrialTask } from '../../../../src-main/engine/search/study/lane-messages.ts';
import { resultOf } from '../../../../src-main/engine/search/study/study-report.ts';
import type { StudyPlan } from '../../../../src-main/engine/search/study/study-plan.ts';
import { createLiveStudy, type LiveStudy } from '../../../../src-main/services/studies/live-study.ts';
import type { Trial } from '../../../../src-shared/domain/study.ts';
import { merged } from '../../../../src-main/engine/search/study/next-move.ts';
import { err, ok } from '../../../../src-shared/lib/result.ts';
import { smallPlan, trialModel } from '../../../support/small-study.ts';

interface Staged {
  readonly live: LiveStudy;
  readonly finished: () => boolean;
  /** A study made of what was kept, as after a restart. */
  reopened(): Staged;
}

function stage(plan: StudyPlan, stored: readonly Trial[] = [], clock = { ms: 0 }, elapsedMs = 0): Staged {
  let kept = stored;
  let keptMs = elapsedMs;
  let finished = false;
  const live = createLiveStudy({
    ...{ id: 'study', plan, stored, elapsedMs, monotonicMs: () => clock.ms },
    keep(change) {
      kept = merged(kept, JSON.parse(JSON.stringify(change.trials)) as Trial[]);
      keptMs = change.elapsedMs;
    },
    finish: () => (finished = true),
  });
  return { live, finished: () => finished, reopened: () => stage(plan, kept, clock, keptMs) };
}

/** Of an epoch: five joules at ten watts a core. */
const USE = { cpuSeconds: 0.5, measuredJoules: null };
const NO_USE = { cpuSeconds: 0, measuredJoules: 0 };

const accuracyOf = (trial: number, epoch: number): number => 0.5 + ((trial * 7) % 10) / 40 + epoch / 100;

/** As a process does: to its target, or as far as `epochs` more. */
function train(live: LiveStudy, task: TrialTask, epochs = Infinity): 'paused' | 'finished' | 'open' {
  const trial = live.trials().find(({ number }) => number === task.trial)!;
  for (let epoch = trial.reports.length + 1; epoch <= live.plan.budget.epochs; epoch++) {
    if (epoch > trial.reports.length + epochs) return 'open';
    const report = { epoch, values: { 'validation.accuracy': accuracyOf(task.trial, epoch) } };
    if (live.judge(task.trial, { report, trainingMs: epoch * 10, use: USE }) === 'on') continue;
    const checkpoint = { hash: String(epoch).padStart(64, 'a'), bytes: 1 };
    live.end(task.trial, { state: 'paused', checkpoint, model: trialModel(task.trial) }, NO_USE);
    return 'paused';
  }
  live.end(task.trial, { state: 'finished', checkpoint: null, model: trialModel(task.trial) }, NO_USE);
  return 'finished';
}

function taskOf(live: LiveStudy, lane = 0, lanes = 1): TrialTask {
  const next = live.next(lane, lanes);
  if (next === 'wait' || !('trial' in next)) throw new Error(`A task is required, got ${JSON.stringify(next)}`);
  return next;
}

/** One process to the end of the study. */
function runToEnd(staged: Staged): readonly Trial[] {
  for (let next = staged.live.next(0, 1); ; next = staged.live.next(0, 1)) {
    if (next === 'wait') throw new Error('One process never has to wait');
    if (!('trial' in next)) return staged.live.trials();
    train(staged.live, next);
  }
}

/** Without what a clock says. */
const outcome = (trials: readonly Trial[]) =>
  trials.map(({ number, role, state, assignment, seed, reports, until }) => ({
    number,
    role,
    state,
    assignment,
    seed,
    epochs: reports.length,
    until,
  }));

describe('a study', () => {
  it('promotes a third of each rung, and ends with all epochs of the best', () => {
    const staged = stage(smallPlan());
    const trials = runToEnd(staged);
    expect(trials).toHaveLength(9);
    expect(trials.filter(({ reports }) => reports.length >= 3)).toHaveLength(3);
    const [winner, ...others] = trials.filter(({ state }) => state === 'finished');
    expect(others).toEqual([]);
    // 0.5 + 7·t mod 10 / 40 is greatest for trial 7.
    expect(winner?.number).toBe(7);
    expect(trials.filter(({ state }) => state === 'stopped')).toHaveLength(8);
    expect(staged.finished()).toBe(true);
  });

  it('goes on as if nothing had been, whenever it is opened again', () => {
    const expected = outcome(runToEnd(stage(smallPlan({ control: true, confirm: { top: 2, seeds: 2 } }))));
    for (const stop of [1, 2, 5, 9, 14, 20]) {
      let staged = stage(smallPlan({ control: true, confirm: { top: 2, seeds: 2 } }));
      for (let i = 0; i < stop; i++) {
        const next = staged.live.next(0, 1);
        if (next === 'wait' || !('trial' in next)) break;
        if (i === stop - 1) train(staged.live, next, 1);
        else train(staged.live, next);
      }
      staged = staged.reopened();
      expect(outcome(runToEnd(staged)), `stopped in task ${stop}`).toEqual(expected);
    }
  });

  it('of plans begins each of them anew at every rung, with as many epochs as the rung has', () => {
    const costs = { parameters: 10, multiplyAdds: 10, bytes: 10 };
    const fit = { required: null, foresee: () => ({ costs, reason: null }) };
    const { live } = stage(smallPlan({ fit, resolve: (_, epochs) => ok({ epochs }) }));
    const told: number[] = [];
    for (let next = live.next(0, 1); next !== 'wait' && 'trial' in next; next = live.next(0, 1)) {
      const { trial, until, values } = next;
      expect(values).toEqual({ epochs: until });
      told.push(until);
      const said = live.judge(trial, {
        report: { epoch: until, values: { 'validation.accuracy': accuracyOf(trial, until) } },
        trainingMs: 1,
        use: USE,
      });
      expect(said).toBe(until < 9 ? 'pause' : 'on');
      const state = said === 'pause' ? 'paused' : 'finished';
      live.end(trial, { state, checkpoint: null, model: trialModel(trial), costs: { ...costs, bytes: 7 } }, NO_USE);
    }
    // Nine at one epoch, a third of them at three, one at nine.
    expect(told.sort((a, b) => a - b)).toEqual([...Array.from({ length: 9 }, () => 1), 3, 3, 3, 9]);
    expect(live.trials().map(trial => trial.costs?.bytes)).toEqual(Array.from({ length: 9 }, () => 7));
  });

  it('answers the report of an epoch it knows as it did before', () => {
    const { live } = stage(smallPlan());
    const task = taskOf(live);
    const report = { epoch: 1, values: { 'validation.accuracy': 0.7 } };
    expect(live.judge(task.trial, { report, trainingMs: 1, use: USE })).toBe('pause');
    expect(live.judge(task.trial, { report, trainingMs: 1, use: USE })).toBe('pause');
    expect(live.trials()[0]?.reports).toHaveLength(1);
  });

  it('gives two processes different trials, and lets one wait for the other at the end', () => {
    const { live } = stage(smallPlan({}, { trials: 2 }));
    const [one, other] = [taskOf(live, 0, 2), taskOf(live, 1, 2)];
    expect(one.trial).not.toBe(other.trial);
    expect(one.values).not.toEqual(other.values);
    train(live, one);
    expect(live.next(0, 2)).toBe('wait');
    train(live, other);
    expect(live.next(0, 2)).toEqual({ done: 'study' });
  });

  it('hands a trial whose process was lost to another one, and gives it up the second time', () => {
    const { live } = stage(smallPlan({}, { trials: 3 }));
    const { trial } = taskOf(live, 0, 2);
    live.leave(0, 'lost');
    expect(taskOf(live, 1, 2).trial).toBe(trial);
    live.leave(1, 'lost');
    expect(live.trials()[0]).toMatchObject({ state: 'failed', losses: 2 });
    expect(taskOf(live, 1, 2).trial).not.toBe(trial);
  });

  it('refuses networks over the budget before they are trained, and begins no trial the less', () => {
    // 4 parameters a unit, and 1: at most 49 units fit.
    const trials = runToEnd(stage(smallPlan({}, { parameters: 199 })));
    const refused = trials.filter(({ state }) => state === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.reason).toMatch(/^At most 199 parameters are allowed, this network has \d+$/);
    expect(trials.filter(({ state }) => state !== 'refused')).toHaveLength(9);
    for (const { state, costs } of trials) expect(costs!.parameters > 199).toBe(state === 'refused');
  });

  it('says so when every network is over the budget, or every training diverges', () => {
    const small = stage(smallPlan({}, { parameters: 2 }));
    const none = runToEnd(small);
    const study = { id: 'study', plan: small.live.plan, elapsedMs: 0 };
    expect(() => resultOf({ ...study, trials: none })).toThrow(/all 300 that were drawn are over it/);
    const wild = stage(smallPlan({}, { trials: 3 }));
    for (let i = 0; i < 3; i++) wild.live.end(taskOf(wild.live).trial, { state: 'diverged', reason: 'NaN at step 3' }, NO_USE);
    expect(wild.live.next(0, 1)).toEqual({ done: 'study' });
    expect(() => resultOf({ ...study, trials: wild.live.trials() })).toThrow(/none of 3 was. The last: NaN at step 3/);
  });

  it('never spends more epochs than it has, and as many on the control as on the search', () => {
    const trials = runToEnd(stage(smallPlan({ control: true }, { trials: 50, totalEpochs: 40 })));
    const spent = (role: string): number =>
      trials.filter(trial => trial.role === role).reduce((sum, { reports }) => sum + reports.length, 0);
    expect(spent('search')).toBeLessThanOrEqual(40);
    expect(spent('search')).toBeGreaterThan(30);
    expect(spent('control')).toBeLessThanOrEqual(spent('search'));
    expect(spent('control')).toBeGreaterThan(spent('search') - 9);
  });

  it('begins nothing after its time is up, whatever the clock on the wall says, and stops without gain', () => {
    const clock = { ms: 0 };
    const timed = stage(smallPlan({}, { minutes: 1 }), [], clock);
    train(timed.live, taskOf(timed.live));
    clock.ms = 61_000;
    expect(timed.live.next(0, 1)).toEqual({ done: 'study' });
    const patient = stage(smallPlan({ patience: 3, scheduler: { kind: 'none' } }, { trials: 50 }));
    const trials = runToEnd(patient);
    // The best of the first 10 is trial 7; three more bring nothing.
    expect(trials).toHaveLength(10);
  });

  it('counts the time in which processes work on it, not that of a pause or between two starts, nor a clock that jumps back', () => {
    const clock = { ms: 5000 };
    let staged = stage(smallPlan({}, { minutes: 1 }), [], clock);
    const first = taskOf(staged.live, 0, 2);
    taskOf(staged.live, 1, 2);
    clock.ms += 20_000;
    staged.live.leave(0, 'stopped');
    clock.ms += 10_000;
    staged.live.leave(1, 'stopped');
    expect(staged.live.elapsedMs()).toBe(30_000);
    clock.ms += 3_600_000;
    expect(staged.live.elapsedMs()).toBe(30_000);
    expect(taskOf(staged.live, 0, 2).trial).toBe(first.trial);
    clock.ms += 10_000;
    staged.live.judge(first.trial, { report: { epoch: 1, values: { 'validation.accuracy': 0.5 } }, trainingMs: 1, use: USE });
    // Another start of the machine: its clock begins anew, below where it was.
    clock.ms = 10;
    staged = staged.reopened();
    expect(staged.live.elapsedMs()).toBe(40_000);
    expect(taskOf(staged.live, 0, 1).trial).toBe(first.trial);
    clock.ms += 19_000;
    train(staged.live, first);
    expect(staged.live.next(0, 1)).toHaveProperty('trial');
    clock.ms += 2000;
    staged.live.leave(0, 'stopped');
    expect(staged.live.elapsedMs()).toBe(61_000);
  });

  it('says which limit keeps out how many, how near the nearest came, and when no network can be built', () => {
    const study = { id: 'study', elapsedMs: 0 };
    // 4 parameters a unit and 1, a multiply-add for each weight: the second limit is far the harder.
    const { live } = stage(smallPlan({}, { parameters: 300, multiplyAdds: 2 }));
    expect(live.next(0, 1)).toEqual({ done: 'study' });
    const over = live.trials().filter(({ costs }) => costs!.parameters > 300).length;
    const least = Math.min(...live.trials().map(({ costs }) => costs!.multiplyAdds));
    expect(over).toBeGreaterThan(0);
    expect(() => resultOf({ ...study, plan: live.plan, trials: live.trials() })).toThrow(
      `all 300 that were drawn are over it (multiply-adds 300, parameters ${over}). The nearest: At most 2 multiply-adds are allowed, this network has ${least}`,
    );
    const unbuilt = stage(smallPlan({ resolve: () => err('kernel: at most 3 is required, got 5') }));
    expect(unbuilt.live.next(0, 1)).toEqual({ done: 'study' });
    expect(() => resultOf({ ...study, plan: unbuilt.live.plan, trials: unbuilt.live.trials() })).toThrow(
      /none of 300 that were drawn can be. The last: kernel: at most 3/,
    );
  });

  it('repeats the best with fresh seeds, and takes the best mean', () => {
    const staged = stage(smallPlan({ confirm: { top: 2, seeds: 2 }, scheduler: { kind: 'none' } }));
    const trials = runToEnd(staged);
    const repeats = trials.filter(({ role }) => role === 'confirm');
    expect(repeats.map(trial => trial.repeats)).toEqual([7, 4, 7, 4]);
    expect(new Set(trials.map(({ seed }) => seed)).size).toBe(trials.length);
    const { report } = resultOf({ id: 'study', plan: staged.live.plan, trials, elapsedMs: 5 });
    // Trials 10 and 12 repeat 7, 11 and 13 repeat 4; in the ninth epoch.
    const means = new Map([
      [7, (accuracyOf(10, 9) + accuracyOf(12, 9)) / 2],
      [4, (accuracyOf(11, 9) + accuracyOf(13, 9)) / 2],
    ]);
    for (const { trial, mean, searched } of report.confirmed) {
      expect(mean).toBeCloseTo(means.get(trial) ?? NaN, 12);
      expect(searched).toBeCloseTo(accuracyOf(trial, 9), 12);
    }
    const best = means.get(7)! > means.get(4)! ? 7 : 4;
    expect(report.winner).toBe(best);
    expect(report.optimism).toBeCloseTo((accuracyOf(7, 9) + accuracyOf(4, 9) - means.get(7)! - means.get(4)!) / 2, 12);
    expect(report.epochs).toEqual({ search: 81, control: 0, confirm: 36 });
  });

  it('repeats the best of the search and of random search, whichever is ahead', () => {
    const staged = stage(smallPlan({ confirm: { top: 1, seeds: 1 }, scheduler: { kind: 'none' }, control: true }, { totalEpochs: 81 }));
    const trials = runToEnd(staged);
    const bestOf = (role: string): number =>
      trials.filter(trial => trial.role === role).sort((a, b) => accuracyOf(b.number, 9) - accuracyOf(a.number, 9))[0]!.number;
    const { report } = resultOf({ id: 'study', plan: staged.live.plan, trials, elapsedMs: 5 });
    const repeated = [...report.confirmed].map(({ trial, role }) => ({ trial, role })).sort((a, b) => a.trial - b.trial);
    expect(repeated).toEqual([
      { trial: bestOf('search'), role: 'search' },
      { trial: bestOf('control'), role: 'control' },
    ]);
  });

  it('counts every epoch once for each fold, in its budget and of random search, and has the winner trained on all items', () => {
    const folds = { folds: 3, scheduler: { kind: 'none' }, control: true };
    const staged = stage(smallPlan(folds, { trials: 100, epochs: 2, totalEpochs: 20 }));
    const trials = runToEnd(staged);
    // Six epochs a trial: three of them are 18.
    expect(trials.map(({ role }) => role)).toEqual([...Array(3).fill('search'), ...Array(3).fill('control'), 'confirm']);
    expect(trials.map(({ reports }) => reports.at(-1)?.spent)).toEqual([6, 12, 18, 6, 12, 18, 2]);
    const { model, report } = resultOf({ id: 'study', plan: staged.live.plan, trials, elapsedMs: 5 });
    expect(report.epochs).toEqual({ search: 18, control: 18, confirm: 2 });
    expect(report.confirmed).toEqual([]);
    const [winner, last] = [trials.find(({ number }) => number === report.winner)!, trials.at(-1)!];
    expect(last).toMatchObject({ onAll: true, repeats: winner.number, seed: winner.seed, fields: winner.fields, until: 2 });
    expect(model).toEqual(last.model);
  });

  it('ends a trial of folds at its rung, and goes on with it as with any other that is promoted', () => {
    const once = outcome(runToEnd(stage(smallPlan())));
    expect(outcome(runToEnd(stage(smallPlan({ folds: 2 })))).slice(0, -1)).toEqual(once);
    const { live } = stage(smallPlan({ folds: 2 }));
    for (const trial of [1, 2, 3]) expect([trial, train(live, taskOf(live))]).toEqual([trial, 'paused']);
  });

  it('begins nothing after its energy is spent, by the meter of the processor or else by CPU seconds', () => {
    const energy = { kilojoules: 0.02, wattsPerCore: 10 };
    const staged = stage(smallPlan({ scheduler: { kind: 'none' }, confirm: { top: 1, seeds: 1 } }, { trials: 100, epochs: 3, energy }));
    const trials = runToEnd(staged);
    // Three epochs are 15 J: the second trial ends over 20 J; its repeat counts for nothing.
    expect(trials.map(({ role, energy }) => [role, energy?.joules])).toEqual([
      ['search', 15],
      ['search', 15],
      ['confirm', 15],
    ]);
    const { report } = resultOf({ id: 'study', plan: staged.live.plan, trials, elapsedMs: 5 });
    expect(report.energy).toEqual({ joules: 45, source: 'estimated' });
    const { live } = stage(smallPlan({}, { energy }));
    const task = taskOf(live);
    const told = { report: { epoch: 1, values: { 'validation.accuracy': 0.5 } }, trainingMs: 1 };
    live.judge(task.trial, { ...told, use: { cpuSeconds: 9, measuredJoules: 20 } });
    expect(live.trials()[0]?.energy).toEqual({ joules: 20, source: 'measured' });
    // Told once more after a restart, it was trained once more.
    live.judge(task.trial, { ...told, use: { cpuSeconds: 1, measuredJoules: null } });
    expect(live.trials()[0]?.energy).toEqual({ joules: 30, source: 'estimated' });
    live.end(task.trial, { state: 'paused', checkpoint: null, model: null }, NO_USE);
    expect(live.next(0, 1)).toEqual({ done: 'study' });
  });
});
