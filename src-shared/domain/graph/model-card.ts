import type { PreprocessingStep } from '../dataset.ts';
import type { Masks, ModelGraph, Parameters, Shape, Task } from './model-graph.ts';

/** What a model must carry to be used without the data set it came from. Part of the native file and of every export. */
export interface ModelCard {
  readonly name: string;
  readonly task: Task;
  /** Names of classes or labels by output index; empty for `values`. */
  readonly classes: readonly string[];
  readonly label: string;
  /** Of `labels`: the least probability that counts as having each; ½ where left out. */
  readonly thresholds?: readonly number[];
  readonly inputShape: Shape;
  readonly preprocessing: readonly PreprocessingStep[];
}

/** A whole model as data. */
export interface Model {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  /** Empty for a dense model. Where a mask says 0 the parameter is exactly 0. */
  readonly masks: Masks;
  readonly card: ModelCard;
}
