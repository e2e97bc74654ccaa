import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Direction, Trial } from './trial.ts';

/** Decides how long trials train: with whom the epochs are spent. Pure: the same history gives the same decision. */
export interface Scheduler<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Asked when a place to train is free. */
  next(call: SchedulerCall<ParamValues<S>>): Work;
  /** Asked after every epoch of a running trial that is not at its target yet; left out where every trial comes to its target. */
  judge?(call: SchedulerCall<ParamValues<S>>, trial: Trial): 'continue' | 'stop';
  /** The rungs of each bracket, for the screens: epochs, rising; the last is the whole of a trial. */
  brackets(config: ParamValues<S>, epochs: number): readonly (readonly number[])[];
}

export interface SchedulerCall<Config> {
  readonly config: Config;
  readonly trials: readonly Trial[];
  /** Of the first objective. */
  readonly direction: Direction;
  /** Epochs of a trial that is trained to the end. */
  readonly epochs: number;
  /** Trials that may be begun. */
  readonly maxTrials: number;
}

export type Work =
  /** Begin a new trial, and train it to this epoch. */
  | { readonly do: 'start'; readonly bracket: number; readonly target: number }
  /** Go on with a paused trial from where it stopped. */
  | { readonly do: 'promote'; readonly trial: number; readonly target: number }
  /** Nothing until a running trial reports. */
  | { readonly do: 'wait' }
  /** Nothing any more, once the running ones are through. */
  | { readonly do: 'finish' };

export function defineScheduler<const S extends ParamSpecs>(scheduler: Scheduler<S>): Scheduler<S> {
  return scheduler;
}
