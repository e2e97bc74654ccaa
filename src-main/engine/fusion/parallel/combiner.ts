import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { SelectionStep } from '../../../../src-shared/domain/fusion-report.ts';
import type { ParamSpecs, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import type { Algorithm } from '../../algorithm.ts';
import type { HeldOutPredictions } from '../held-out.ts';
import type { TailBuilder } from '../tail-builder.ts';

/**
 * Makes one answer of several to the same item. What it computes is there twice, as a function on stored predictions and
 * as layers behind the members; a contract test holds the two together.
 */
export interface Combiner<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  readonly tasks: readonly Task[];
  /** Absent where all members count alike. */
  fit?(call: FitCall<ParamValues<S>>): FittedWeights;
  /** Weights the parameters give, so that nothing is fitted; null where they give none. */
  given?(config: ParamValues<S>, members: number): readonly number[] | null;
  /** Logits, or values, `[items, width]`. Leaves its arguments as they were. */
  combine(call: CombineCall): Float32Array;
  /** The same as nodes; returns the one that gives logits, or values. */
  layers(call: LayersCall): string;
}

export interface FitCall<Config> {
  readonly config: Config;
  readonly predictions: HeldOutPredictions;
  readonly random: Random;
}

export interface FittedWeights {
  /** Per member, not negative, together 1. */
  readonly weights: readonly number[];
  readonly selection?: readonly SelectionStep[];
}

export interface CombineCall {
  readonly task: Task;
  readonly width: number;
  /** Logits, or values, of each member `[items, width]`. */
  readonly outputs: readonly Float32Array[];
  /** Together 1. */
  readonly weights: readonly number[];
}

export interface LayersCall {
  readonly task: Task;
  /** Values per item. */
  readonly width: number;
  readonly tail: TailBuilder;
  /** The members' answers. */
  readonly ends: readonly string[];
  readonly weights: readonly number[];
}

export function defineCombiner<const S extends ParamSpecs>(combiner: Combiner<S>): Combiner<S> {
  return combiner;
}

export function equalWeights(count: number): readonly number[] {
  return new Array<number>(count).fill(1 / count);
}

export const ALL_TASKS: readonly Task[] = ['classes', 'binary', 'labels', 'values'];
export const CLASS_TASKS: readonly Task[] = ['classes', 'binary', 'labels'];
