import type { ModelGraph, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Engine } from '../tensor-library.ts';

/** A model on the device, ready to answer. */
export interface Predictor {
  /** The first output of one batch of `items`, fetched from the device; leaves no tensor behind. */
  answer(inputs: Float32Array, items: number): Promise<Float32Array>;
  dispose(): void;
}

export interface PredictorSource {
  readonly engine: Engine;
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly inputShape: Shape;
}
