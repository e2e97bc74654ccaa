import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';

/** How the learning rate moves over a run. Pure: a resumed run needs only the step number. */
export interface Schedule<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** What the optimizer's learning rate is multiplied by: in [0, 1] for every member of this registry. */
  multiplier(config: ParamValues<S>, at: SchedulePosition): number;
}

export interface SchedulePosition {
  /** Steps done before this one: 0 … totalSteps − 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

export function defineSchedule<const S extends ParamSpecs>(schedule: Schedule<S>): Schedule<S> {
  return schedule;
}
