import type { MetricPoint } from '../../../src-shared/domain/job-state.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { DeviceResult } from '../compiler.ts';
import { EMPTY_WINDOW, type WindowSums } from './loop-state.ts';
import type { Measurements } from './step-plan.ts';

/** Points of `train.loss` per epoch, at most. */
const POINTS_PER_EPOCH = 40;
/** Steps whose losses may be unread: reading waits for the device, but a diverged run must not go on unseen. */
const UNREAD_STEPS = 25;

/** A step's measurements, still on the device. */
export interface UnreadStep extends Measurements<DeviceResult> {
  /** Steps done, this one included. */
  readonly done: number;
  readonly items: number;
  readonly learningRate: number;
}

export interface WindowRules {
  readonly stepsPerEpoch: number;
}

export function closesWindow({ stepsPerEpoch }: WindowRules, done: number): boolean {
  const length = Math.ceil(stepsPerEpoch / POINTS_PER_EPOCH);
  const inEpoch = ((done - 1) % stepsPerEpoch) + 1;
  return inEpoch === stepsPerEpoch || inEpoch % length === 0;
}

export function mustRead(rules: WindowRules, unread: readonly UnreadStep[], done: number): boolean {
  return unread.length >= UNREAD_STEPS || (unread.length > 0 && closesWindow(rules, done));
}

export interface ReadSteps {
  readonly window: WindowSums;
  /** Mean loss of the last window that closed. */
  readonly recentLoss: number | null;
  readonly points: readonly MetricPoint[];
  /** First step whose loss is not finite. */
  readonly diverged: { readonly done: number; readonly loss: number } | null;
}

/**
 * Reads and frees the measurements. Sums run in double precision in the order of the steps, so it makes no difference when
 * they are read.
 */
export async function readSteps(rules: WindowRules, before: WindowSums, unread: readonly UnreadStep[]): Promise<ReadSteps> {
  let window = before;
  let recentLoss: number | null = null;
  const points: MetricPoint[] = [];
  const read = await Promise.all(
    unread.map(async step => ({
      ...step,
      loss: await take(step.loss),
      correct: step.correct === null ? null : await take(step.correct),
      parts: await takeAll(step.parts),
    })),
  );
  for (const { done, items, loss, correct, parts, learningRate } of read) {
    if (!Number.isFinite(loss)) {
      points.push({ name: 'train.loss', step: done, value: loss });
      return { window, recentLoss, points, diverged: { done, loss } };
    }
    window = {
      loss: window.loss + loss * items,
      correct: window.correct + (correct ?? 0),
      items: window.items + items,
      ...partsOf(window, parts, items),
    };
    if (!closesWindow(rules, done)) continue;
    recentLoss = window.loss / window.items;
    points.push({ name: 'train.loss', step: done, value: recentLoss });
    if (correct !== null) points.push({ name: 'train.accuracy', step: done, value: window.correct / window.items });
    for (const [name, sum] of Object.entries(window.parts ?? {})) points.push({ name, step: done, value: sum / window.items });
    points.push({ name: 'learningRate', step: done, value: learningRate });
    window = EMPTY_WINDOW;
  }
  return { window, recentLoss, points, diverged: null };
}

export function divergedFailure(what: string, value: number, at: { readonly done: number; readonly epoch: number }): AppFailure {
  return new AppFailure({
    code: 'diverged',
    message: `A finite ${what} is required, got ${value} at step ${at.done} (epoch ${at.epoch})`,
    hint: 'Lower the learning rate, or clip the gradient.',
  });
}

/** The sums of the parts with those of one more step. */
function partsOf(before: WindowSums, parts: Readonly<Record<string, number>>, items: number): Pick<WindowSums, 'parts'> {
  const entries = Object.entries(parts);
  if (entries.length === 0) return {};
  return { parts: Object.fromEntries(entries.map(([name, value]) => [name, (before.parts?.[name] ?? 0) + value * items])) };
}

async function takeAll(scalars: Readonly<Record<string, DeviceResult>>): Promise<Readonly<Record<string, number>>> {
  const entries = Object.entries(scalars).map(async ([name, scalar]) => [name, await take(scalar)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function take(scalar: DeviceResult): Promise<number> {
  const values = await scalar.data();
  scalar.dispose();
  return values[0]!;
}
