import { WATTS_PER_CORE, withUse, type EnergyUse } from '../../../src-shared/domain/energy.ts';
import { epochsCounted, epochsOf, type Trial } from '../../../src-shared/domain/study.ts';
import type { NextTask, ToldEpoch, TrialEnd, TrialTask, VariedStructure } from '../../engine/search/study/lane-messages.ts';
import { epochsSpent, goesOnTo, isGivenUp, merged, nextMove, type StudyState } from '../../engine/search/study/next-move.ts';
import { wantsLatency, type StudyPlan } from '../../engine/search/study/study-plan.ts';
import { createStudyClock, type StudyClock } from './study-clock.ts';

/** A study in the making. Its decisions are the engine's; here they meet what processes report. */
export interface LiveStudy {
  readonly id: string;
  /** What this process is to do: its own trial again after a restart, one that another left, or what the study decides. */
  next(lane: number, lanes: number): NextTask | 'wait';
  /** An epoch of a trial is over. The same question has the same answer as long as nothing else was decided. */
  judge(number: number, told: { readonly report: ToldEpoch; readonly trainingMs: number; readonly use: EnergyUse }): 'on' | 'pause';
  end(number: number, end: TrialEnd, use: EnergyUse): void;
  /** A process has ended: the time of the study stands still once all have. `lost`: without a word; its trial is another's. */
  leave(lane: number, how: 'lost' | 'stopped'): void;
  /** All trials, by number. */
  trials(): readonly Trial[];
  readonly plan: StudyPlan;
  elapsedMs(): number;
}

export interface LivePorts {
  readonly id: string;
  readonly plan: StudyPlan;
  readonly stored: readonly Trial[];
  readonly elapsedMs: number;
  monotonicMs(): number;
  /** Durable when it returns. `before`: those of the same numbers as they were. */
  keep(change: { readonly trials: readonly Trial[]; readonly before: readonly Trial[]; readonly elapsedMs: number }): void;
  /** No more is to be done. */
  finish(): void;
}

/** Said of a trial that the scheduler gave up between two rungs, until its process has let go of it. */
const GIVEN_UP = 'given-up';
/** Processes that may end while they train a trial, before it is taken to be the reason. */
const MOST_LOSSES = 2;

export function createLiveStudy(ports: LivePorts): LiveStudy {
  const { id, plan } = ports;
  const clock = createStudyClock(ports.elapsedMs, ports.monotonicMs);
  const book = createTrialBook(ports, clock);
  return {
    id,
    plan,
    trials: book.trials,
    elapsedMs: book.elapsedMs,
    next(lane, lanes) {
      clock.enter(lane);
      return next(book, ports, { lane, lanes });
    },
    judge(number, { report, trainingMs, use }) {
      const before = spentOn(book.require(number), use, plan);
      if (report.epoch < epochsOf(before)) {
        book.put([before]);
        return 'on';
      }
      const trial = { ...withReport(book, before, report), trainingMs: Math.max(trainingMs, before.trainingMs) };
      const { until, answer, reason } = judged({ ...book.state(), trials: merged(book.trials(), [trial]) }, trial);
      book.put([{ ...trial, until, reason }]);
      return answer;
    },
    end(number, end, use) {
      const trial = spentOn(book.require(number), use, plan);
      book.put([trial.state === 'running' ? ended(trial, end) : trial]);
    },
    leave(lane, how) {
      clock.leave(lane);
      const own = book.trials().filter(trial => trial.state === 'running' && trial.lane === lane);
      book.put(how === 'lost' ? own.map(without) : []);
    },
  };
}

function spentOn(trial: Trial, use: EnergyUse, { budget }: StudyPlan): Trial {
  return { ...trial, energy: withUse(trial.energy, use, budget.energy?.wattsPerCore ?? WATTS_PER_CORE) };
}

/** What there is of a study, in memory and kept. */
interface TrialBook {
  trials(): readonly Trial[];
  require(number: number): Trial;
  put(changed: readonly Trial[]): void;
  state(): StudyState;
  elapsedMs(): number;
}

function createTrialBook(ports: LivePorts, { elapsedMs }: StudyClock): TrialBook {
  let trials = ports.stored;
  return {
    trials: () => trials,
    elapsedMs,
    state: () => ({ plan: ports.plan, trials, elapsedMs: elapsedMs() }),
    require(number) {
      const found = trials.find(trial => trial.number === number);
      if (found === undefined) throw new Error(`The study has no trial ${number}`);
      return found;
    },
    put(changed) {
      if (changed.length === 0) return;
      const before = trials.filter(({ number }) => changed.some(trial => trial.number === number));
      ports.keep({ trials: changed, before, elapsedMs: elapsedMs() });
      trials = merged(trials, changed);
    },
  };
}

function next(book: TrialBook, { id, finish }: LivePorts, place: { readonly lane: number; readonly lanes: number }): NextTask | 'wait' {
  const { lane } = place;
  const open = book.trials().find(trial => trial.state === 'running' && isFor(trial, place));
  if (open !== undefined) {
    book.put([{ ...open, lane }]);
    return taskOf(book.state(), { ...open, lane });
  }
  const move = nextMove(book.state());
  const mine = move.do === 'train' ? { ...move.trial, lane } : null;
  book.put(move.trials.map(trial => (trial.number === mine?.number ? mine : trial)));
  if (mine !== null) return taskOf(book.state(), mine);
  if (move.do === 'wait') return 'wait';
  const waiting = book.trials().filter(trial => trial.state === 'paused');
  book.put(waiting.map((trial): Trial => ({ ...trial, state: 'stopped', checkpoint: null })));
  finish();
  return { done: id };
}

/** With the report of an epoch, unless it is known. */
function withReport(book: TrialBook, trial: Trial, report: ToldEpoch): Trial {
  if (report.epoch <= epochsOf(trial)) return trial;
  const alike = book.trials().filter(({ role }) => role === trial.role);
  const spent = epochsCounted(trial, 1) + alike.reduce((sum, other) => sum + epochsCounted(other, epochsOf(other)), 0);
  return { ...trial, reports: [...trial.reports, { ...report, spent, elapsedMs: book.elapsedMs() }] };
}

/** Its own; one whose process was lost; or one of a process there is no more of. */
function isFor(trial: Trial, { lane, lanes }: { readonly lane: number; readonly lanes: number }): boolean {
  return trial.lane === lane || trial.lane === null || trial.lane >= lanes;
}

function judged(
  state: StudyState,
  trial: Trial,
): { readonly until: number; readonly answer: 'on' | 'pause'; readonly reason: string | null } {
  const epoch = epochsOf(trial);
  if (epoch >= state.plan.budget.epochs) return { until: trial.until, answer: 'on', reason: null };
  if (isGivenUp(state, trial)) return { until: epoch, answer: 'pause', reason: GIVEN_UP };
  if (epoch < trial.until) return { until: trial.until, answer: 'on', reason: null };
  const next = trial.reason === GIVEN_UP ? null : goesOnTo(state, trial);
  return next === null ? { until: trial.until, answer: 'pause', reason: trial.reason } : { until: next, answer: 'on', reason: null };
}

function ended(trial: Trial, end: TrialEnd): Trial {
  const known = end.costs ?? trial.costs;
  const costs = known === null || end.latencyMs === undefined ? known : { ...known, latencyMs: end.latencyMs };
  if ('reason' in end) return { ...trial, costs, state: end.state, reason: end.reason, checkpoint: null };
  if (end.state === 'finished') return { ...trial, costs, state: 'finished', reason: null, checkpoint: null, model: end.model };
  const isStopped = trial.reason === GIVEN_UP;
  const checkpoint = isStopped ? null : end.checkpoint;
  return { ...trial, costs, state: isStopped ? 'stopped' : 'paused', reason: null, checkpoint, model: end.model };
}

function without(trial: Trial): Trial {
  const losses = trial.losses + 1;
  if (losses < MOST_LOSSES) return { ...trial, losses, lane: null };
  const reason = `The processes that trained it ended without a word, ${losses} times`;
  return { ...trial, losses, state: 'failed', reason, checkpoint: null };
}

function taskOf(state: StudyState, trial: Trial): TrialTask {
  const { plan, trials } = state;
  const resolved = plan.resolve(trial.fields, trial.until);
  if (!resolved.ok) throw new Error(`Trial ${trial.number} can't be trained: ${resolved.error}`);
  const { structure, budget } = plan;
  return {
    trial: trial.number,
    seed: trial.seed,
    until: trial.until,
    values: resolved.value,
    onAll: trial.onAll === true,
    from: trial.checkpoint,
    varied: structure === null ? null : { ...ancestry(trial, trials), inherits: structure.inherit },
    progress: progressOf(state, trial),
    latency: wantsLatency(plan) && trial.costs?.latencyMs === undefined ? { most: budget.latencyMs ?? null } : null,
  };
}

/** A parent that has left no model yet has nothing to hand on: its child begins with the model the study varies. */
function ancestry({ origin }: Trial, trials: readonly Trial[]): Pick<VariedStructure, 'changes' | 'parent'> {
  const parent = trials.find(({ number }) => number === origin?.parent);
  const changes = origin?.changes ?? [];
  if (parent === undefined || parent.model === null) return { changes, parent: null };
  return { changes, parent: { model: parent.model.file, changes: parent.origin?.changes.length ?? 0 } };
}

/** Epochs of all phases, as far as they can be known: the search's by its budget, the control as many, the repeats. */
function progressOf({ plan, trials }: StudyState, trial: Trial): TrialTask['progress'] {
  const { budget, control, confirm } = plan;
  const whole = epochsCounted(trial, budget.epochs);
  const searched = Math.min(budget.totalEpochs ?? Infinity, budget.trials * whole);
  const onAll = plan.folds === null ? 0 : budget.epochs;
  const all = searched * (control ? 2 : 1) + confirm.top * confirm.seeds * whole + onAll;
  const spent = epochsSpent(trials, 'search') + epochsSpent(trials, 'control') + epochsSpent(trials, 'confirm');
  const own = epochsCounted(trial, trial.until - epochsOf(trial));
  return { done: Math.min(1, Math.max(0, spent - own) / all), share: whole / all };
}
