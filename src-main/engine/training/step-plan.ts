import type { ModelGraph, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Compiler } from '../compiler.ts';
import type { Scalar, Tensor, TensorLibrary } from '../tensor-library.ts';
import type { InPlaceUpdate, Optimizer, OptimizerCall, StepNumbers } from './optimizer.ts';
import type { SharedGradients } from './weight-sharing.ts';

export type Tensors = Readonly<Record<string, Tensor>>;

/** What stays the same over all steps of a run. */
export interface StepPlan {
  readonly tf: TensorLibrary;
  /** Null where every operation runs by itself. */
  readonly compiler: Compiler | null;
  readonly graph: ModelGraph;
  readonly task: Task;
  /** In a fixed order. `decays`: weight decay applies (kernels). */
  readonly trainable: readonly TrainableParameter[];
  readonly optimizer: BoundOptimizer;
  /** Mean over the batch, with its smoothing and class weights. Targets as in `LossCall`. */
  readonly loss: (outputs: Tensor, targets: Tensor) => Scalar;
  /** λ of λ/2·‖w‖² over kernels. */
  readonly weightDecay: number;
  /** L1 penalty on the magnitudes of these arrays; null for none. */
  readonly penalty: { readonly strength: number; readonly names: ReadonlySet<string> } | null;
  /** Parameters whose weights have values in common; the others have none here. */
  readonly sharing: SharedGradients;
  /** Greatest norm of the whole gradient. */
  readonly clipNorm: number | null;
}

/** An update rule with its parameters. */
export interface BoundOptimizer {
  readonly slots: readonly string[];
  readonly scalars: (at: StepNumbers) => Readonly<Record<string, number>>;
  readonly update: (call: Omit<OptimizerCall<never>, 'tf' | 'config'>) => ReturnType<Optimizer['update']>;
  /** See `Optimizer.inPlace`. */
  readonly inPlace: InPlaceUpdate | null;
}

export interface TrainableParameter {
  /** `node/parameter`. */
  readonly name: string;
  readonly decays: boolean;
}

export interface StepState {
  /** Statistics included. */
  readonly parameters: Tensors;
  /** `node/parameter/slot`. */
  readonly slots: Tensors;
}

export interface Batch {
  /** `[N, …inputShape]`. */
  readonly inputs: Tensor;
  /** As `LossCall.targets`. */
  readonly targets: Tensor;
}

/** What changes from step to step. */
export interface Hyperparameters {
  /** The optimizer's. */
  readonly scalars: Readonly<Record<string, Scalar>>;
  /** Float masks (1 keeps) of the pruned kernels, of the kernels' shapes. */
  readonly masks: Tensors;
  /** As `LayerContext.uniform`, for this step. */
  uniform(shape: readonly number[]): Tensor;
}

export interface StepOutcome {
  readonly state: StepState;
  readonly measurements: Measurements;
}

export interface Measurements {
  /** Mean over the batch, without the weight decay term, before the update. */
  readonly loss: Scalar;
  /** Right answers in the batch; null for `values`. */
  readonly correct: Scalar | null;
}
