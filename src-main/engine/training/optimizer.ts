import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Scalar, Tensor, TensorLibrary } from '../tensor-library.ts';

/** One update rule. Pure: tensors in, new tensors out; slots are held and stored by name. */
export interface Optimizer<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Arrays it keeps per parameter, of the parameter's shape, starting at zero; may depend on the configuration. */
  slots(config: ParamValues<S>): readonly string[];
  /** Numbers that differ from step to step, in double precision; `update` gets them as tensors. */
  scalars(config: ParamValues<S>, at: StepNumbers): Readonly<Record<string, number>>;
  /** Elementwise: where parameter, gradient and slots are 0, all of the result is 0 (masked weights rely on it). */
  update(call: OptimizerCall<ParamValues<S>>): { readonly parameter: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
  /**
   * The same rule as an operation of TensorFlow's that changes variables in place, for back ends that keep state in them;
   * null (or left out) where there is none for this configuration.
   */
  inPlace?(config: ParamValues<S>): InPlaceUpdate | null;
}

export interface StepNumbers {
  /** After the schedule. */
  readonly learningRate: number;
  /** Optimizer steps so far, this one included: from 1. */
  readonly step: number;
}

/** How TensorFlow's own operation is called. */
export interface InPlaceUpdate {
  /** E.g. `ResourceApplyAdam`. */
  readonly operation: string;
  /** In its order: `parameter`, `gradient`, names of slots and of scalars, and constants. */
  readonly inputs: readonly (string | number)[];
  readonly flags: Readonly<Record<string, boolean>>;
  /** Name of the scalar that a decaying parameter is multiplied by beforehand. */
  readonly shrink?: string;
}

export interface OptimizerCall<Config> {
  readonly tf: TensorLibrary;
  readonly config: Config;
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
  /** What the optimizer's `scalars` gave for this step. */
  readonly scalars: Readonly<Record<string, Scalar>>;
  /** Whether decoupled weight decay applies to this parameter (kernels only). */
  readonly decays: boolean;
  /** A number as a tensor, made once per step and shared: making one costs as much as a small operation. */
  constant(value: number): Scalar;
}

export function defineOptimizer<const S extends ParamSpecs>(optimizer: Optimizer<S>): Optimizer<S> {
  return optimizer;
}
