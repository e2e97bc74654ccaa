import type { ModelGraph, Parameters, Task } from '../../../../../src-shared/domain/graph/model-graph.ts';
import type { TrainingHooks } from '../../../training/hooks.ts';
import type { SplitFigures } from '../../../training/loop-plan.ts';
import type { TrainingSetup } from '../../../training/run-training.ts';
import type { TrainingData } from '../../../training/training-data.ts';
import type { Engine } from '../../../tensor-library.ts';

/** How the next stage is made to fit what the former ones got wrong. */
export interface BoostingRule {
  readonly tasks: readonly Task[];
  /** Where none is asked for. */
  readonly shrinkage: number;
  /** Whether an ensemble is better than another by the validation part. */
  better(one: SplitFigures, other: SplitFigures): boolean;
  /** Of each of so many stages in the ensemble's sum. */
  factors(stages: number, shrinkage: number): readonly number[];
  /** What the next stage is trained as; its own arrays are under its prefix afterwards, and none of the former change. */
  trained(call: NextStage): Promise<Pick<TrainingSetup, 'graph' | 'parameters' | 'data' | 'frozen'>>;
  /** The stage's arrays, under its prefix, from what was trained. */
  stageArrays(parameters: Parameters, stage: number): Parameters;
}

export interface NextStage {
  readonly engine: Engine;
  readonly graph: ModelGraph;
  /** From 0. */
  readonly stage: number;
  /** Of the former stages, under their prefixes. */
  readonly former: Parameters;
  /** The stage's first values, under the graph's own names. */
  readonly initial: Parameters;
  readonly data: TrainingData;
  readonly shrinkage: number;
  readonly hooks: Pick<TrainingHooks, 'turn'>;
}
