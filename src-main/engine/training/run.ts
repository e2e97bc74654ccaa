import type { TrainingHooks } from './hooks.ts';
import { stepsPerEpochOf, type LoopPlan } from './loop-plan.ts';
import type { LoopState, StoredState } from './loop-state.ts';
import type { UnreadStep, WindowRules } from './loss-window.ts';
import { createStepRunner } from './create-step-runner.ts';
import type { StepRunner } from './step-runner.ts';
import { timedData } from './timed-data.ts';

/** A turn costs little, but a step of a small net costs less. */
const TURN_EVERY_MS = 30;

/** One session of a run: what its functions share. */
export interface Run {
  readonly plan: LoopPlan;
  readonly hooks: TrainingHooks;
  readonly state: LoopState;
  readonly runner: StepRunner;
  readonly rules: WindowRules;
  readonly unread: UnreadStep[];
  readonly session: Session;
}

/** Clock readings; nothing that is computed depends on them. */
interface Session {
  readonly startedMs: number;
  readonly startedDone: number;
  /** Up to here the position's `trainingMs` counts. */
  countedMs: number;
  /** Of what is counted since, waiting for items. */
  waitingMs: number;
  lastTurnMs: number;
  /** Whether it ends before its last epoch, to go on another time. */
  paused: boolean;
}

export function startRun(plan: LoopPlan, hooks: TrainingHooks, { position, ...arrays }: StoredState): Run {
  const state: LoopState = { position, masks: arrays.masks, best: arrays.best };
  const now = hooks.nowMs();
  const startedDone = state.position.done;
  const session: Session = { startedMs: now, startedDone, countedMs: now, waitingMs: 0, lastTurnMs: now, paused: false };
  const data = timedData(plan.data, hooks.nowMs, ms => (session.waitingMs += ms));
  return {
    plan,
    hooks,
    state,
    runner: createStepRunner({ ...plan, data }, arrays, hooks.log),
    rules: { stepsPerEpoch: stepsPerEpochOf(plan) },
    unread: [],
    session,
  };
}

export function isTurnDue({ hooks, session }: Run): boolean {
  return hooks.nowMs() - session.lastTurnMs >= TURN_EVERY_MS;
}

/** Lets a cancel message in often enough, and not after every tiny step. */
export async function pacedTurn(run: Run): Promise<void> {
  const { hooks, session } = run;
  if (!isTurnDue(run)) return;
  await hooks.turn();
  session.lastTurnMs = hooks.nowMs();
}

export function trainingMsOf({ hooks, state, session }: Run): number {
  return state.position.trainingMs + hooks.nowMs() - session.countedMs;
}

/** Of the time in training, what was spent waiting for items. */
export function waitingMsOf({ state, session }: Run): number {
  return (state.position.waitingMs ?? 0) + session.waitingMs;
}
