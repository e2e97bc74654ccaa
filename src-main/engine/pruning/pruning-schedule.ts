import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';

/** When how much is pruned, before the fine-tune. Pure. */
export interface PruningSchedule<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** `fresh`: not the trained weights are pruned, but a new initialisation of the same network. */
  readonly start: 'trained' | 'fresh';
  /** Epochs of training it takes; of each round where it rewinds. */
  epochs(config: ParamValues<S>): number;
  /**
   * Steps done before each pruning, ascending (several may fall on one step), at least one, none beyond the schedule's own
   * steps. Where it rewinds: of each round, one.
   */
  updates(config: ParamValues<S>, stepsPerEpoch: number): readonly number[];
  /** Kept share after the update at `progress` in (0, 1] (its number over their count); exactly `final` at 1, never rising. */
  kept(progress: number, initial: number, final: number): number;
  /** Lottery tickets: after every round what is left goes back to its values at this epoch and is trained again. */
  rewind?(config: ParamValues<S>): { readonly rounds: number; readonly toEpoch: number };
}

export function definePruningSchedule<const S extends ParamSpecs>(schedule: PruningSchedule<S>): PruningSchedule<S> {
  return schedule;
}

/** The same share of what is left goes every time. */
export function geometric(progress: number, initial: number, final: number): number {
  return progress === 1 ? final : initial ** (1 - progress) * final ** progress;
}
