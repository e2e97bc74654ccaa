import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';

/** When how much is pruned, before the fine-tune. Pure. */
export interface PruningSchedule<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Epochs of training it takes. */
  epochs(config: ParamValues<S>): number;
  /** Steps done before each pruning, strictly ascending, at least one, none beyond the schedule's own steps. */
  updates(config: ParamValues<S>, stepsPerEpoch: number): readonly number[];
  /** Kept share after the update at `progress` in (0, 1] (its number over their count); exactly `final` at 1, never rising. */
  kept(progress: number, initial: number, final: number): number;
}

export function definePruningSchedule<const S extends ParamSpecs>(schedule: PruningSchedule<S>): PruningSchedule<S> {
  return schedule;
}
