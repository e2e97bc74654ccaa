import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Assignment, Space } from '../../../src-shared/domain/search/space.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Study } from './trial.ts';

/** Chooses the next configuration. Pure: the same history and stream give the same one. */
export interface Sampler<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Why it can't search this space for so many objectives; null when it can. Asked before a study begins. */
  unfit(space: Space, objectives: number, config: ParamValues<S>): string | null;
  /** Null when every configuration that it knows of has been tried. */
  suggest(call: SamplerCall<ParamValues<S>>): Suggestion | null;
}

export interface SamplerCall<Config> {
  /** All trials so far, failed, refused and running ones too: a running one is not tried twice. */
  readonly study: Study;
  readonly config: Config;
  /** The study's own stream, the same at every call of a study. */
  readonly shared: Random;
  /** A stream of this suggestion's own. */
  readonly random: Random;
}

export interface Suggestion {
  readonly assignment: Assignment;
  /** The trial it is a child of: its weights may be inherited. */
  readonly parent?: number;
}

export function defineSampler<const S extends ParamSpecs>(sampler: Sampler<S>): Sampler<S> {
  return sampler;
}
