import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Parameter } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import type { Algorithm } from '../algorithm.ts';

/** What is ranked, as one. `weights`: every number of a kernel by itself. */
export type Granularity = 'weights' | 'channels';

/** What is gathered for a criterion before it scores; `weights` costs nothing, the rest a pass over data. */
export interface Evidence {
  readonly weights: object;
  /** Mean loss gradient of a parameter, of its size. */
  readonly gradients: { gradientOf(parameter: string): Float32Array };
  /** Mean activation per channel of a node. */
  readonly activations: { meanOf(node: string): Float32Array };
}

/** The units of one ranking step. */
export type PruningSubject =
  /** One unit per weight. */
  | { readonly kind: 'weights'; readonly name: string; readonly kernel: Parameter }
  /** One unit per channel; each member kernel with the axis on which its channels lie. */
  | {
      readonly kind: 'channels';
      readonly name: string;
      readonly channels: number;
      readonly members: readonly { readonly name: string; readonly kernel: Parameter; readonly axis: number }[];
    };

/** Ranks units. Pure: the same arguments give the same scores. */
export interface PruningCriterion<S extends ParamSpecs = ParamSpecs, N extends keyof Evidence = keyof Evidence> extends Algorithm<S> {
  readonly needs: N;
  readonly granularities: readonly Granularity[];
  /** One finite score per unit of the subject; the lowest is pruned first. Leaves the subject as it was. */
  score(call: CriterionCall<ParamValues<S>, N>): Float32Array;
}

export interface CriterionCall<Config, N extends keyof Evidence> {
  readonly subject: PruningSubject;
  readonly config: Config;
  readonly evidence: Evidence[N];
  /** A stream of this subject's own, the same at every ranking of a run. */
  readonly random: Random;
}

export function defineCriterion<const S extends ParamSpecs, const N extends keyof Evidence>(
  criterion: PruningCriterion<S, N>,
): PruningCriterion<S, N> {
  return criterion;
}

/** Units that a subject has. */
export function unitsOf(subject: PruningSubject): number {
  return subject.kind === 'weights' ? subject.kernel.values.length : subject.channels;
}
