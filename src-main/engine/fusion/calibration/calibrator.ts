import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../../algorithm.ts';
import type { HeldOutPredictions } from '../held-out.ts';
import type { TailBuilder } from '../tail-builder.ts';

/** Brings a member's probabilities in line with how often it is right, before it is fused with others. */
export interface Calibrator<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  readonly tasks: readonly Task[];
  /** Of the member with this number. */
  fit(predictions: HeldOutPredictions, member: number): Calibration;
}

/** A fitted one, as a function and as nodes; both give logits. */
export interface Calibration {
  apply(outputs: Float32Array): Float32Array;
  layers(tail: TailBuilder, end: string): string;
}

export function defineCalibrator<const S extends ParamSpecs>(calibrator: Calibrator<S>): Calibrator<S> {
  return calibrator;
}
