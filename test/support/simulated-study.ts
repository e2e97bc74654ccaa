import type { Scheduler, SchedulerCall, Work } from '../../src-main/engine/search/scheduler.ts';
import type { Trial } from '../../src-main/engine/search/trial.ts';
import { trialOf } from './search-cases.ts';

export interface Simulation {
  readonly scheduler: Scheduler;
  readonly config: Readonly<Record<string, unknown>>;
  readonly epochs: number;
  readonly maxTrials: number;
  readonly places: number;
  /** Cost of a trial after an epoch (from 1); null: it crashes there. */
  cost(trial: number, epoch: number): number | null;
}

export interface Simulated {
  readonly trials: readonly Trial[];
  readonly work: readonly Work[];
  readonly epochsSpent: number;
}

/** Trials in so many places, an epoch each in turn, from a history on: without a clock, a disk or a network. */
export function simulate(simulation: Simulation, history: readonly Trial[] = []): Simulated {
  const trials: Trial[] = structuredClone(history) as Trial[];
  const work: Work[] = [];
  let epochsSpent = 0;
  for (let turn = 0; turn < 10_000; turn++) {
    const wanted = fillPlaces(simulation, trials, work);
    const running = trials.filter(({ state }) => state === 'running');
    if (running.length === 0)
      return wanted === 'finish' ? { trials, work, epochsSpent } : { trials, work: [...work, { do: 'wait' }], epochsSpent };
    for (const trial of running) {
      trials[trial.number] = afterEpoch(simulation, trial, trials);
      epochsSpent++;
    }
  }
  throw new Error('A study without an end');
}

function fillPlaces(simulation: Simulation, trials: Trial[], work: Work[]): Work['do'] {
  for (;;) {
    if (trials.filter(({ state }) => state === 'running').length >= simulation.places) return 'start';
    const next = simulation.scheduler.next(callOf(simulation, trials));
    work.push(next);
    if (next.do === 'wait' || next.do === 'finish') return next.do;
    if (next.do === 'start') trials.push(trialOf(trials.length, {}, { state: 'running', bracket: next.bracket, target: next.target }));
    else trials[next.trial] = { ...trials[next.trial]!, state: 'running', target: next.target };
  }
}

function callOf({ config, epochs, maxTrials }: Simulation, trials: readonly Trial[]): SchedulerCall<Readonly<Record<string, unknown>>> {
  return { config, trials, direction: 'minimise', epochs, maxTrials };
}

function afterEpoch(simulation: Simulation, trial: Trial, trials: readonly Trial[]): Trial {
  const cost = simulation.cost(trial.number, trial.curve.length + 1);
  if (cost === null) return { ...trial, state: 'failed' };
  const curve = [...trial.curve, cost];
  const trained: Trial = { ...trial, curve, values: [cost] };
  if (curve.length >= simulation.epochs) return { ...trained, state: 'finished' };
  if (curve.length >= trial.target) return { ...trained, state: 'paused' };
  const verdict = simulation.scheduler.judge?.(
    callOf(
      simulation,
      trials.map(other => (other.number === trained.number ? trained : other)),
    ),
    trained,
  );
  return verdict === 'stop' ? { ...trained, state: 'stopped' } : trained;
}
