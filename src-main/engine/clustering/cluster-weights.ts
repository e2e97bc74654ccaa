import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { createStepRunner } from '../training/create-step-runner.ts';
import { evaluateSplit } from '../training/evaluate-split.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import type { TrainingResult } from '../training/loop-plan.ts';
import { initialState } from '../training/loop-state.ts';
import { checkTraining, createStepPlan } from '../training/prepare.ts';
import { runTraining, type TrainingSetup } from '../training/run-training.ts';
import { alignShared, shareWeights, type CodebookBits } from './share-weights.ts';

/** What a `cluster` step asks for. Algorithm values are parsed: `{ kind, …every parameter }`. */
export interface ClusteringSetup extends Pick<
  TrainingSetup,
  'tf' | 'compiler' | 'graph' | 'parameters' | 'masks' | 'data' | 'seed' | 'batchSize' | 'gradientClipping' | 'augment'
> {
  readonly bits: CodebookBits;
  /** Its learning rate is replaced by the fine-tune's. */
  readonly optimizer: AlgorithmValue;
  /** Of the codebooks: each value moves by the sum of its weights' gradients. */
  readonly fineTune: { readonly epochs: number; readonly learningRate: number };
}

const CONSTANT: AlgorithmValue = { kind: 'constant' };

/**
 * Weight sharing (Han et al. 2015, arXiv:1510.00149, §3): the weights of each kernel get few values, then the values are trained.
 * Which weight has which value stays, as do the masks. Throws as `shareWeights` before any training, else as `runTraining`.
 */
export async function clusterWeights(setup: ClusteringSetup, hooks: TrainingHooks): Promise<TrainingResult> {
  const { bits, fineTune, ...rest } = setup;
  const { parameters, sharing } = shareWeights(setup.graph, setup, bits);
  const training: TrainingSetup = {
    ...rest,
    parameters,
    sharing,
    optimizer: { ...setup.optimizer, learningRate: fineTune.learningRate },
    schedule: CONSTANT,
    epochs: fineTune.epochs,
    weightDecay: 0,
    keep: 'best',
  };
  if (fineTune.epochs === 0) return judged(training, hooks);
  const result = await runTraining(training, { ...hooks, report: progress => hooks.report({ ...progress, stage: 'fine-tuning' }) });
  return { ...result, parameters: alignShared(result.parameters, sharing) };
}

/** The model as it is, with its figures on the validation part. */
async function judged(setup: TrainingSetup, hooks: TrainingHooks): Promise<TrainingResult> {
  checkTraining(setup);
  const startedMs = hooks.nowMs();
  const { plan: step, dispose } = createStepPlan(setup);
  const { data, batchSize, seed, parameters, masks } = setup;
  try {
    const { slots } = initialState({ step, parameters, masks });
    const plan = { step, data, batchSize, seed };
    const runner = createStepRunner(plan, { parameters, slots, masks }, hooks.log);
    try {
      const figures = await evaluateSplit(runner, plan, 'validation', () => hooks.turn());
      const validation = figures === null ? null : { kept: figures, last: figures };
      const epochs = { run: 0, kept: 0, stoppedEarly: false };
      return { parameters, slots, masks, validation, epochs, steps: 0, trainingMs: hooks.nowMs() - startedMs };
    } finally {
      runner.dispose();
    }
  } finally {
    dispose();
  }
}
