import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** A random change of training inputs, new at every step; what is judged or answered is never changed. */
export interface Augmentation<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Throws `invalid-input` where inputs of this shape (of one item) can't be changed so. `tokens`: they are numbers of tokens. */
  check(inputShape: Shape, path: string, tokens?: boolean): void;
  /**
   * Of the inputs' shape; composed of registered operations, so that a step can be traced. One that mixes items puts the next item of
   * the batch (the first after the last) into each, and says by `share` how much of it stayed.
   */
  apply(call: AugmentationCall<ParamValues<S>>): Tensor;
}

export interface AugmentationCall<Config> {
  readonly tf: TensorLibrary;
  readonly config: Config;
  /** `[N, …inputShape]`, preprocessed. */
  readonly inputs: Tensor;
  /** As `LayerContext.uniform`. */
  uniform(shape: readonly number[]): Tensor;
  /** `[N]`, from 0 to 1: what is left of each item; its target counts as much, the rest is its neighbour's. */
  share(own: Tensor): void;
}

export function defineAugmentation<const S extends ParamSpecs>(augmentation: Augmentation<S>): Augmentation<S> {
  return augmentation;
}
