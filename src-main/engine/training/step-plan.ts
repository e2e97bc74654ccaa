import type { ModelGraph, Parameters, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Compiler, DeviceResult } from '../compiler.ts';
import type { LayerContext } from '../graph/layer.ts';
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
  /** Nodes that stay as they are and compute as in use; their parameters are not among the trainable. */
  readonly frozen: ReadonlySet<string>;
  readonly optimizer: BoundOptimizer;
  /** Mean over the batch, with its smoothing and class weights. Targets and weights as in `LossCall`. */
  readonly loss: (outputs: Tensor, targets: Tensor, itemWeights?: Tensor | null) => Scalar;
  /** What is made small instead of the loss; null for the loss itself. Epochs are judged by the loss in any case. */
  readonly objective: Objective | null;
  /** Changes a training batch at random; null when it is taken as it is. */
  readonly augment: Augment | null;
  /** λ of λ/2·‖w‖² over kernels. */
  readonly weightDecay: number;
  /** L1 penalty on the magnitudes of these arrays; null for none. */
  readonly penalty: { readonly strength: number; readonly names: ReadonlySet<string> } | null;
  /** Parameters whose weights have values in common; the others have none here. */
  readonly sharing: SharedGradients;
  /** Greatest norm of the whole gradient. */
  readonly clipNorm: number | null;
}

/** The inputs' shape stays; where items are mixed, `mixed` says so. `uniform` as in `LayerContext`. */
export type Augment = (batch: Batch, uniform: (shape: readonly number[]) => Tensor) => Batch;

/** What training makes small when it depends on more than outputs and targets, as in distillation. */
export interface Objective {
  /** Arrays that stay as they are on the device, by name: a teacher's parameters. */
  readonly fixed: Parameters;
  /** Numbers that change from step to step, for the step after `done` ones; always the same names. */
  scalars(done: number): Readonly<Record<string, number>>;
  /** Pure and differentiable. The parts are measured beside the loss, under these names. */
  value(call: ObjectiveCall): ObjectiveValue;
}

export interface ObjectiveCall {
  readonly outputs: Tensor;
  /** The value of every node of the network, by its name. */
  readonly activations: ReadonlyMap<string, Tensor>;
  /** Of the network, and those trained beside it. */
  readonly parameters: Tensors;
  /** Its inputs as the network was given them. */
  readonly batch: Batch;
  readonly fixed: Tensors;
  readonly scalars: Readonly<Record<string, Scalar>>;
  /** What it stands for: the loss of this batch, with the items' weights; of other answers to its items where some are given. */
  readonly loss: (answers?: Tensor) => Scalar;
  /** What the network was computed in, for others computed from its parameters. Statistics go by full names. */
  readonly context: LayerContext;
}

export interface ObjectiveValue {
  readonly loss: Scalar;
  /** By metric name, e.g. `loss/soft`. */
  readonly parts: Readonly<Record<string, Scalar>>;
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
  /** `[N, …]` by name; empty where items are only judged. */
  readonly extras: Tensors;
  /** What stands for the targets where the inputs are of several items. */
  readonly mixed?: readonly MixedTargets[];
}

/** Targets that each item has a share of. */
export interface MixedTargets {
  /** As `Batch.targets`. */
  readonly targets: Tensor;
  /** `[N]`: how much these count; over all parts they sum to 1. */
  readonly share: Tensor;
  /** `[N]`: weights of the items whose targets these are; null without. */
  readonly weights: Tensor | null;
}

/** What changes from step to step. */
export interface Hyperparameters {
  /** The optimizer's. */
  readonly scalars: Readonly<Record<string, Scalar>>;
  /** Float masks (1 keeps) of the pruned kernels, of the kernels' shapes. */
  readonly masks: Tensors;
  /** The objective's; `fixed` as there. Empty without one. */
  readonly objective: ObjectiveInputs;
  /** As `LayerContext.uniform`, for this step. */
  uniform(shape: readonly number[]): Tensor;
}

export type ObjectiveInputs = Pick<ObjectiveCall, 'fixed' | 'scalars'>;

export interface StepOutcome {
  readonly state: StepState;
  readonly measurements: Measurements;
}

/** Each a single number: as tensors while they are computed, then as what can only be read. */
export interface Measurements<T extends DeviceResult = Scalar> {
  /** Mean over the batch, without the weight decay term, before the update. */
  readonly loss: T;
  /** Right answers in the batch, those of mixed items by their shares; null for `values`. */
  readonly correct: T | null;
  /** Parts of the objective. */
  readonly parts: Readonly<Record<string, T>>;
}
