import type { ModelGraph, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { FusionFigures } from '../../../../src-shared/domain/fusion-figures.ts';
import { predictSplit, type SplitAnswers } from '../../evaluation/predict.ts';
import { reestimateStatistics } from '../../training/reestimate-statistics.ts';
import { figuresOf, measureName } from '../judge-outputs.ts';
import type { FusionCall } from '../method.ts';

/** Items a pass over batches takes to measure batch-norm's statistics. */
const BATCH = 64;

/** Tries weights that nobody trained. */
export interface WeightJudge {
  /** With counted statistics measured anew: those of averaged weights are not the average of theirs. */
  settled(parameters: Parameters): Promise<Parameters>;
  /** On the validation part. */
  answers(parameters: Parameters): Promise<SplitAnswers>;
  figures(parameters: Parameters): Promise<FusionFigures>;
  /** `error` or `rmse`. */
  measure(parameters: Parameters): Promise<number>;
}

export function weightJudge(
  graph: ModelGraph,
  { engine, data, seed, hooks }: Pick<FusionCall<unknown>, 'engine' | 'data' | 'seed' | 'hooks'>,
): WeightJudge {
  const turn = (): Promise<void> => hooks.turn();
  const judge: WeightJudge = {
    async settled(parameters) {
      const { tf } = await engine({ graph, data, training: null });
      return reestimateStatistics({ tf, graph, parameters, data, batchSize: Math.min(BATCH, data.count('train')), seed }, turn);
    },
    answers: async parameters =>
      predictSplit({ engine: await engine({ graph, data, training: null }), graph, parameters, data, split: 'validation', turn }),
    async figures(parameters) {
      const { outputs, targets, width } = await judge.answers(parameters);
      return figuresOf({ task: data.task, width, targets }, outputs);
    },
    measure: async parameters => (await judge.figures(parameters))[measureName(data.task)] ?? Number.NaN,
  };
  return judge;
}
