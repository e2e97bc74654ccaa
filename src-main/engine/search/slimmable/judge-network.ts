import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { TensorLibrary } from '../../tensor-library.ts';
import { createEagerRunner } from '../../training/eager-step.ts';
import { evaluateSplit } from '../../training/evaluate-split.ts';
import type { SplitFigures } from '../../training/loop-plan.ts';
import { createStepPlan } from '../../training/prepare.ts';
import type { TrainingData } from '../../training/training-data.ts';
import type { WideNetwork } from './widths.ts';

export interface JudgeSetup {
  readonly tf: TensorLibrary;
  readonly data: TrainingData;
  readonly batchSize: number;
  readonly seed: number;
  readonly optimizer: AlgorithmValue;
  readonly loss?: AlgorithmValue | undefined;
}

/** Figures of a network on the validation part, as training judges an epoch. Nothing is compiled: a network is judged once. Null without such a part. */
export async function judgeNetwork(
  setup: JudgeSetup,
  { graph, parameters }: WideNetwork,
  turn: () => Promise<void>,
): Promise<SplitFigures | null> {
  const { data, batchSize, seed } = setup;
  const { plan: step, dispose } = createStepPlan({ ...setup, graph, parameters, weightDecay: 0 });
  const plan = { step, data, batchSize, seed };
  const runner = createEagerRunner(plan, { parameters, slots: {} as Parameters, masks: {} });
  try {
    return await evaluateSplit(runner, plan, 'validation', turn);
  } finally {
    runner.dispose();
    dispose();
  }
}
