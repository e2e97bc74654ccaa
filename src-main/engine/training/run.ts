import type { TrainingHooks } from './hooks.ts';
import { stepsPerEpochOf, type LoopPlan } from './loop-plan.ts';
import type { LoopState, StoredState } from './loop-state.ts';
import type { UnreadStep, WindowRules } from './loss-window.ts';
import { createStepRunner } from './create-step-runner.ts';
import type { StepRunner } from './step-runner.ts';

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
  lastTurnMs: number;
  /** Whether it ends before its last epoch, to go on another time. */
  paused: boolean;
}

export function startRun(plan: LoopPlan, hooks: TrainingHooks, { position, ...arrays }: StoredState): Run {
  const state: LoopState = { position, masks: arrays.masks, best: arrays.best };
  const now = hooks.nowMs();
  return {
    plan,
    hooks,
    state,
    runner: createStepRunner(plan, arrays, hooks.log),
    rules: { stepsPerEpoch: stepsPerEpochOf(plan) },
    unread: [],
    session: { startedMs: now, startedDone: state.position.done, countedMs: now, lastTurnMs: now, paused: false },
  };
}

/** Lets a cancel message in often enough, and not after every tiny step. */
export async function pacedTurn({ hooks, session }: Run): Promise<void> {
  if (hooks.nowMs() - session.lastTurnMs < TURN_EVERY_MS) return;
  await hooks.turn();
  session.lastTurnMs = hooks.nowMs();
}

export function trainingMsOf({ hooks, state, session }: Run): number {
  return state.position.trainingMs + hooks.nowMs() - session.countedMs;
}
