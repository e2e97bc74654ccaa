import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Masks, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { DeviceResult } from '../compiler.ts';
import type { Measurements, StepPlan } from './step-plan.ts';
import type { TrainingData } from './training-data.ts';

/** The device's side of a run: parameters, slots and masks live there, and change by steps or as a whole. */
export interface StepRunner {
  /** One optimizer step on these items of the training part. What comes back is the caller's to read and dispose of. */
  step(positions: Uint32Array, at: StepPlace): Measurements<DeviceResult>;
  /** Figures of these items as the parameters are, without dropout. */
  evaluate(split: Split, positions: Uint32Array): Promise<BatchFigures>;
  /** Gradient of these training items' mean loss as the parameters are, without dropout, decay, masks or clipping. */
  gradients(positions: Uint32Array): Promise<Parameters>;
  /** Sums over these training items and all positions of a node's value, per channel; without dropout. */
  activations(positions: Uint32Array, nodes: readonly string[]): Promise<Readonly<Record<string, ActivationSums>>>;
  readParameters(): Promise<Parameters>;
  /** `node/parameter/slot`. */
  readSlots(): Promise<Parameters>;
  write(state: RunnerState): void;
  dispose(): void;
}

/** What decides a run's steps. */
export interface RunnerPlan {
  readonly step: StepPlan;
  readonly data: TrainingData;
  readonly batchSize: number;
  readonly seed: number;
}

export interface RunnerState {
  /** Statistics included. */
  readonly parameters: Parameters;
  readonly slots: Parameters;
  readonly masks: Masks;
}

export interface StepPlace {
  readonly learningRate: number;
  /** Steps before this one. */
  readonly done: number;
  /** Positions that the next steps will take, where that is known: their items may be fetched with these. */
  readonly following?: Uint32Array;
}

/** Per channel: entry of the last axis. */
export interface ActivationSums {
  /** Of absolute values. */
  readonly magnitude: Float32Array;
  /** Of zeros. */
  readonly zeros: Float32Array;
  /** Values per channel that were summed. */
  readonly values: number;
}

export interface BatchFigures {
  /** Mean over the batch. */
  readonly loss: number;
  /** Right answers; 0 for `values`. */
  readonly correct: number;
}
