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
   * Weight per class from the configuration and the training part's class counts (which cost a pass over the data); null
   * when all weigh 1. Throws
   * `invalid-input` when the configuration does not fit the classes.
   */
  classWeights?(config: ParamValues<S>, classes: number, countItems: () => readonly number[]): readonly number[] | null;
}

export interface LossCall<Config> {
  readonly tf: TensorLibrary;
  readonly config: Config;
  /** `[N, K]`: logits for `classes` and `binary`. */
  readonly outputs: Tensor;
  /** `classes`: int32 `[N]`; `binary`: 0 or 1, float32 `[N, 1]`; `values`: float32 `[N, K]`. */
  readonly targets: Tensor;
  /** float32 `[K]`; null when all weigh 1. */
  readonly classWeights: Tensor | null;
  /** float32 `[N]`: the factor of each item's loss before the mean is taken over N; null when all weigh 1. */
  readonly itemWeights?: Tensor | null;
}

export function defineLoss<const S extends ParamSpecs>(loss: Loss<S>): Loss<S> {
  return loss;
}
