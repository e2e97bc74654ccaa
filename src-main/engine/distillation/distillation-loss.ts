import type { Shape, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Scalar, Tensor, TensorLibrary } from '../tensor-library.ts';

/** How far a student is from its teacher. Its `alpha` is its weight in the whole; `temperature`, where it has one, divides logits. */
export interface DistillationLoss<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  readonly tasks: readonly Task[];
  /** What of both networks it compares. */
  readonly compares: Comparison<ParamValues<S>>;
}

export type Comparison<Config> = AnswerComparison<Config> | FeatureComparison<Config>;

/** Compares answers, item by item. */
export interface AnswerComparison<Config> {
  readonly kind: 'answers';
  /** `[N]`, finite for every finite answer; differentiable in the student's. Factors such as T² are in it. */
  rows(call: AnswerCall<Config>): Tensor;
}

export interface AnswerCall<Config> {
  readonly tf: TensorLibrary;
  readonly config: Config;
  readonly task: Task;
  /** `[N, K]`: logits, or values; of the classes the teacher knows. */
  readonly student: Tensor;
  /** As `student`; a constant. */
  readonly teacher: Tensor;
  /** 1 for a loss without one. */
  readonly temperature: Scalar;
  /** One-hot `[N, K]` of the right class; the teacher's own answer where there is no label. Only for `classes`. */
  readonly target: () => Tensor;
}

/** Compares the values of a node of each network, over a batch. */
export interface FeatureComparison<Config> {
  readonly kind: 'features';
  /** Whether a value of this shape is worth comparing when no layer was named; all are when left out. */
  suits?(shape: Shape): boolean;
  /** How shapes without the batch axis go together; throws `invalid-input`, saying what is required, where they don't. */
  join(student: Shape, teacher: Shape): FeatureJoin;
  /** Mean over the batch; differentiable in the student's values. */
  value(call: FeatureCall<Config>): Scalar;
}

/** `regressor`: shape of a matrix, trained beside the student and dropped afterwards, from its channels to the teacher's; null for none. */
export interface FeatureJoin {
  readonly regressor: readonly [from: number, to: number] | null;
}

export interface FeatureCall<Config> {
  readonly tf: TensorLibrary;
  readonly config: Config;
  /** `[N, …]`; after the regressor. */
  readonly student: Tensor;
  readonly teacher: Tensor;
}

export function defineDistillationLoss<const S extends ParamSpecs>(loss: DistillationLoss<S>): DistillationLoss<S> {
  return loss;
}
