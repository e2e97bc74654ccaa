import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Scalar, Tensor, TensorLibrary } from '../tensor-library.ts';

/** What training makes small. */
export interface Loss<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  readonly tasks: readonly Task[];
  /** Mean over the batch, finite for every finite output; differentiable in `outputs`. */
  value(call: LossCall<ParamValues<S>>): Scalar;
  /**
   * Weight per class (of labels: of the positives of each) from the configuration and the training part's class counts, which cost a
   * pass over the data; null when all weigh 1. `outputs`: of the network. Throws `invalid-input` when the configuration does not fit them.
   */
  classWeights?(config: ParamValues<S>, outputs: number, counts: ClassCounts): readonly number[] | null;
}

export interface ClassCounts {
  /** Items of the training part. */
  readonly items: number;
  /** Its items of each class, or with each label. */
  count(): readonly number[];
}

export interface LossCall<Config> {
  readonly tf: TensorLibrary;
  readonly config: Config;
  /** `[N, K]`: logits for `classes`, `binary` and `labels`; for `values` in units of their standard deviation over the training part. */
  readonly outputs: Tensor;
  /** `classes`: int32 `[N]`; `binary` and `labels`: 0 or 1, float32 `[N, K]`; `values`: float32 `[N, K]`. */
  readonly targets: Tensor;
  /** float32 `[K]`; null when all weigh 1. */
  readonly classWeights: Tensor | null;
  /** float32 `[N]`: the factor of each item's loss before the mean is taken over N; null when all weigh 1. */
  readonly itemWeights?: Tensor | null;
}

export function defineLoss<const S extends ParamSpecs>(loss: Loss<S>): Loss<S> {
  return loss;
}
