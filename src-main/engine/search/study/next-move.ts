import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import { totalEnergy } from '../../../../src-shared/domain/energy.ts';
import { epochsCounted, epochsOf, type Trial } from '../../../../src-shared/domain/study.ts';
import type { TrialRole } from '../../../../src-shared/domain/study-report.ts';
import { schedulers } from '../schedulers/index.ts';
import type { SchedulerCall, Work } from '../scheduler.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { chosenTrials, repeatsWanted } from './choose.ts';
import { expectedGain, isGainUnlikely, noGainState } from './no-gain.ts';
import { propose } from './propose.ts';
import { foldsOf, type StudyPlan } from './study-plan.ts';
import { directionOf, searchTrials } from './trial-view.ts';
import { wholeWanted } from './winner.ts';

/** What a free process is to do. `trials`: new or changed ones, to be stored before. */
export type Move =
  | { readonly do: 'train'; readonly trial: Trial; readonly trials: readonly Trial[] }
  /** Until another trial reports. */
  | { readonly do: 'wait'; readonly trials: readonly Trial[] }
  | { readonly do: 'finish'; readonly trials: readonly Trial[] };

/** What a study has had so far. */
export interface StudyState {
  readonly plan: StudyPlan;
  readonly trials: readonly Trial[];
  readonly elapsedMs: number;
}

/**
 * First the search; then, or while the search waits for others, random search for as many epochs; then the best of both once
 * more with fresh seeds; at last, where trials are judged on folds, the winner on all items. A pure function of what is stored, so that it makes no difference when a study is opened again.
 */
export function nextMove(state: StudyState): Move {
  const search = searchMove(state);
  if (search.do === 'train') return search;
  const now = { ...state, trials: merged(state.trials, search.trials) };
  const control = controlMove(now);
  if (control.do !== 'finish') return { ...control, trials: [...search.trials, ...control.trials] };
  if (search.do === 'wait') return search;
  const confirm = confirmMove(now);
  return { ...confirm, trials: [...search.trials, ...confirm.trials] };
}

/** Whether a trial that has come to its target goes on at once. A plan begins anew; of folds the others have no turn while one trains on. */
export function goesOnTo({ plan, trials }: StudyState, trial: Trial): number | null {
  if (trial.role !== 'search' || trial.until >= plan.budget.epochs || plan.fit !== null || plan.folds !== null) return null;
  const paused = trials.map(one => (one.number === trial.number ? { ...trial, state: 'paused' as const } : one));
  const work = scheduled({ plan, trials: paused, elapsedMs: 0 }, plan.budget.trials);
  const own = paused.filter(isScheduled).findIndex(({ number }) => number === trial.number);
  return work.do === 'promote' && work.trial === own && isAffordable(plan, paused, work.target - trial.until) ? work.target : null;
}

/** Whether the scheduler gives a trial up between two rungs. */
export function isGivenUp({ plan, trials }: StudyState, trial: Trial): boolean {
  if (trial.role !== 'search' || epochsOf(trial) >= trial.until) return false;
  const { id } = splitAlgorithm(plan.scheduler);
  const call = schedulerCall({ plan, trials }, plan.budget.trials);
  const own = call.trials[trials.filter(isScheduled).findIndex(({ number }) => number === trial.number)];
  return own !== undefined && schedulers.require(id).judge?.(call, own) === 'stop';
}

export function merged(trials: readonly Trial[], changed: readonly Trial[]): readonly Trial[] {
  const byNumber = new Map([...trials, ...changed].map(trial => [trial.number, trial]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** Epochs that trials of a role have had, or will have when they come to their targets; those of each fold count. */
export function epochsSpent(trials: readonly Trial[], role: TrialRole): number {
  return trials
    .filter(trial => trial.role === role && trial.state !== 'refused')
    .reduce((sum, trial) => sum + epochsCounted(trial, trial.state === 'running' ? trial.until : epochsOf(trial)), 0);
}

const isScheduled = ({ role, state }: Trial): boolean => role === 'search' && state !== 'refused';

function schedulerCall({ plan, trials }: Pick<StudyState, 'plan' | 'trials'>, maxTrials: number) {
  const { objectives, scheduler, budget } = plan;
  const call: SchedulerCall<Readonly<Record<string, unknown>>> = {
    config: splitAlgorithm(scheduler).params,
    trials: searchTrials(trials.filter(isScheduled), 'search', objectives),
    direction: directionOf(objectives[0]!),
    epochs: budget.epochs,
    maxTrials,
  };
  return call;
}

function scheduled({ plan, trials }: StudyState, maxTrials: number): Work {
  const { id } = splitAlgorithm(plan.scheduler);
  return schedulers.require(id).next(schedulerCall({ plan, trials }, maxTrials));
}

/** Whether a trial may train so many epochs more. */
function isAffordable(plan: StudyPlan, trials: readonly Trial[], epochs: number): boolean {
  const { totalEpochs } = plan.budget;
  return totalEpochs === undefined || epochsSpent(trials, 'search') + epochsCounted(foldsOf(plan), epochs) <= totalEpochs;
}

function searchMove(state: StudyState): Move {
  const { plan, trials } = state;
  if (isOutOfTime(state) || isOutOfEnergy(state)) return resting(trials, []);
  const work = scheduled(state, plan.budget.trials);
  if (work.do === 'promote') return promoted(state, work, []);
  if (work.do !== 'start') return resting(trials, []);
  const outlook = isAffordable(plan, trials, work.target) ? outlookOf(state) : null;
  return outlook === null ? withoutNewTrials(state, []) : begunTrial(state, work, outlook.gain);
}

/** Nothing, until a trial that runs reports. */
function resting(trials: readonly Trial[], refused: readonly Trial[]): Move {
  return { do: trials.some(trial => isScheduled(trial) && trial.state === 'running') ? 'wait' : 'finish', trials: refused };
}

/** A new trial; where the sampler knows of none that is allowed, those that were begun go on. */
function begunTrial(state: StudyState, { bracket, target }: Extract<Work, { do: 'start' }>, gain: number | null): Move {
  const { plan, trials } = state;
  const { trial, refused } = propose(plan, trials, { role: 'search', sampler: plan.sampler, bracket, until: target });
  if (trial === null) return withoutNewTrials(state, refused);
  const begun = plan.noGain === null ? trial : { ...trial, expectedGain: gain };
  return { do: 'train', trial: begun, trials: [...refused, begun] };
}

function withoutNewTrials(state: StudyState, refused: readonly Trial[]): Move {
  const work = scheduled(state, state.trials.filter(isScheduled).length);
  return work.do === 'promote' ? promoted(state, work, refused) : resting(state.trials, refused);
}

function promoted({ plan, trials }: StudyState, work: Extract<Work, { do: 'promote' }>, refused: readonly Trial[]): Move {
  const trial = trials.filter(isScheduled)[work.trial];
  if (trial === undefined || !isAffordable(plan, trials, work.target - epochsOf(trial))) return resting(trials, refused);
  const going: Trial = { ...trial, state: 'running', until: work.target };
  return { do: 'train', trial: going, trials: [...refused, going] };
}

function isOutOfTime({ plan: { budget }, elapsedMs }: StudyState): boolean {
  return budget.minutes !== undefined && elapsedMs >= budget.minutes * 60_000;
}

function isOutOfEnergy({ plan: { budget }, trials }: StudyState): boolean {
  if (budget.energy === undefined) return false;
  const spent = totalEnergy(trials.filter(({ role }) => role === 'search').map(({ energy }) => energy));
  return spent !== null && spent.joules >= budget.energy.kilojoules * 1000;
}

/** What a new trial may be expected to gain, where that is asked for; null where none is to be begun for want of gain. */
function outlookOf(state: StudyState): { readonly gain: number | null } | null {
  const { plan, trials } = state;
  if (isWithoutGain(state)) return null;
  if (plan.noGain === null) return { gain: null };
  if (isGainUnlikely(noGainState(plan.noGain, trials))) return null;
  return { gain: expectedGain({ ...plan, trials }, createRandom(plan.seed).split('gain').split(trials.length)) };
}

/** Whether so many in a row have not been better than the best before them. */
function isWithoutGain({ plan, trials }: StudyState): boolean {
  if (plan.patience === null) return false;
  const ended = searchTrials(trials.filter(isScheduled), 'search', plan.objectives).filter(({ state }) => state !== 'running');
  const { direction } = plan.objectives[0]!;
  let [best, since] = [-Infinity, 0];
  for (const { values } of ended) {
    const value = (values?.[0] ?? -Infinity * direction) * direction;
    since = value > best ? 0 : since + 1;
    best = Math.max(best, value);
  }
  return since >= plan.patience;
}

/** As many epochs as the search has had so far, trial by trial to the end. */
function controlMove({ plan, trials }: StudyState): Move {
  const isOpen = trials.some(({ role, state }) => role === 'control' && state === 'running');
  const rest: Move = { do: isOpen ? 'wait' : 'finish', trials: [] };
  const { epochs } = plan.budget;
  const more = epochsCounted(foldsOf(plan), epochs);
  if (!plan.control || epochsSpent(trials, 'control') + more > epochsSpent(trials, 'search')) return rest;
  const { trial, refused } = propose(plan, trials, { role: 'control', sampler: { kind: 'random' }, bracket: 0, until: epochs });
  return trial === null ? { ...rest, trials: refused } : { do: 'train', trial, trials: [...refused, trial] };
}

function confirmMove({ plan, trials }: StudyState): Move {
  const missing = repeatsWanted(plan, trials, chosenTrials(plan, trials));
  const [next] = missing;
  if (next !== undefined) return { do: 'train', trial: next, trials: [next] };
  if (trials.some(({ role, state }) => role === 'confirm' && state === 'running')) return { do: 'wait', trials: [] };
  const whole = wholeWanted(plan, trials);
  return whole === null ? { do: 'finish', trials: [] } : { do: 'train', trial: whole, trials: [whole] };
}
