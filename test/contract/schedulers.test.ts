import { describe, expect, it } from 'vitest';
import { schedulers } from '../../src-main/engine/search/schedulers/index.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';
import { simulate, type Simulation } from '../support/simulated-study.ts';

/** Trial 7k has the least cost of its neighbours; costs fall with the epochs. */
const cost = (trial: number, epoch: number): number => ((trial * 5) % 7) + 10 / epoch;
const failing = (trial: number, epoch: number): number | null => (trial % 4 === 1 && epoch === 2 ? null : cost(trial, epoch));

function simulation(id: string, change: Partial<Simulation> = {}): Simulation {
  const scheduler = schedulers.require(id);
  return { scheduler, config: paramsOf(scheduler), epochs: 9, maxTrials: 30, places: 2, cost, ...change };
}

it('every scheduler file is registered', () => {
  expect(schedulers.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('search/schedulers', '.scheduler.ts'));
});

it.each(schedulers.all)('$id is plain data apart from its functions', entry => {
  expect(structuredClone(dataOf(entry))).toEqual(dataOf(entry));
});

describe.each(schedulers.all.map(({ id }) => id))('%s', id => {
  it.each([
    [1, cost],
    [2, cost],
    [5, failing],
    [2, () => null],
  ] as const)('comes to an end with %i places, whatever fails, and begins every trial it may', (places, f) => {
    const { trials, work } = simulate(simulation(id, { places, cost: f }));
    expect(work[work.length - 1]).toEqual({ do: 'finish' });
    expect(trials).toHaveLength(30);
    expect(trials.some(({ state }) => state === 'running')).toBe(false);
  });

  it('trains to the epochs of its rungs, and some trial to the end', () => {
    const { config, scheduler, epochs } = simulation(id);
    const rungs = scheduler.brackets(config, epochs);
    const { work, trials } = simulate(simulation(id));
    for (const step of work) {
      if (step.do === 'start') expect(rungs[step.bracket % rungs.length]?.[0]).toBe(step.target);
      if (step.do === 'promote') expect(rungs[trials[step.trial]!.bracket % rungs.length]).toContain(step.target);
    }
    expect(trials.some(({ state }) => state === 'finished')).toBe(true);
  });

  it('goes on from any moment as if nothing had been', () => {
    const whole = simulate(simulation(id, { cost: failing, places: 1 }));
    for (const stop of [4, 11, 22]) {
      const before = simulate(simulation(id, { cost: failing, places: 1, maxTrials: stop }));
      if (!before.trials.every((trial, i) => JSON.stringify(trial) === JSON.stringify(whole.trials[i]))) continue;
      expect(simulate(simulation(id, { cost: failing, places: 1 }), before.trials).trials).toEqual(whole.trials);
    }
    expect(simulate(simulation(id, { cost: failing, places: 1 }), whole.trials).trials).toEqual(whole.trials);
  });

  it('does not promote what failed, nor anything twice to the same rung', () => {
    const { work, trials } = simulate(simulation(id, { cost: failing }));
    const promotions = work.flatMap(step => (step.do === 'promote' ? [`${step.trial} to ${step.target}`] : []));
    expect(new Set(promotions).size).toBe(promotions.length);
    for (const { state, curve } of trials) if (state === 'failed') expect(curve.length).toBe(1);
  });
});

describe('successive halving', () => {
  it('keeps 3 of 9 and 1 of 3, each the best, and waits for the rung', () => {
    const f = (trial: number, epoch: number): number => (epoch < 9 ? [5, 3, 8, 1, 9, 2, 7, 6, 4][trial]! : 0);
    const { trials, epochsSpent } = simulate(simulation('successive-halving', { maxTrials: 9, cost: f }));
    expect(trials.map(({ curve }) => curve.length)).toEqual([1, 3, 1, 9, 1, 3, 1, 1, 1]);
    expect(epochsSpent).toBe(9 + 3 * 2 + 6);
  });
});

describe('Hyperband', () => {
  it('has brackets of 9, 5 and 3 trials from rungs 1, 3 and 9, as in table 1 of the paper for R = 9', () => {
    const { trials } = simulate(simulation('hyperband', { maxTrials: 17, places: 1 }));
    const sizes = [0, 1, 2].map(bracket => trials.filter(trial => trial.bracket === bracket).length);
    expect(sizes).toEqual([9, 5, 3]);
    expect(schedulers.require('hyperband').brackets({ reduction: 3, leastEpochs: 1 }, 9)).toEqual([[1, 3, 9], [3, 9], [9]]);
  });
});

describe('ASHA', () => {
  it('promotes the best of three as soon as three are there, without waiting', () => {
    const f = (trial: number): number => [5, 3, 8, 1, 9, 2][trial]!;
    const { work } = simulate(simulation('asha', { maxTrials: 6, places: 1, cost: f }));
    const promotions = work.flatMap((step, i) => (step.do === 'promote' ? [{ after: i, trial: step.trial, target: step.target }] : []));
    expect(promotions).toEqual([
      { after: 3, trial: 1, target: 3 },
      { after: 5, trial: 3, target: 3 },
      // Of six the best two, 3 and 5; and of the three at the second rung the best one.
      { after: 8, trial: 5, target: 3 },
      { after: 9, trial: 3, target: 9 },
    ]);
  });
});

describe('median stop', () => {
  it('stops what is worse at its best than the median of the means at that epoch', () => {
    const f = (trial: number, epoch: number): number => (trial < 5 ? trial + 1 : epoch === 1 ? 3 : 3.5);
    const { trials } = simulate(simulation('median-stop', { maxTrials: 7, places: 1, cost: f }));
    expect(trials.map(({ curve }) => curve.length)).toEqual([9, 9, 9, 9, 9, 9, 9]);
    const worse = simulate(
      simulation('median-stop', { maxTrials: 7, places: 1, cost: (trial, epoch) => f(trial, epoch) + (trial === 6 ? 1 : 0) }),
    );
    expect(worse.trials[6]).toMatchObject({ state: 'stopped', curve: [4] });
  });
});
