import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import { AppFailure, toAppError } from '../../src-shared/lib/app-error.ts';
import { encodeTensorFile } from '../../src-shared/lib/tensor-file.ts';
import { withSplits } from '../engine/data/with-splits.ts';
import { pooledItems } from '../engine/evaluation/cross-validation/deal-folds.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import type { TrialEnd, TrialTask } from '../engine/search/study/lane-messages.ts';
import type { EpochFigures } from '../engine/training/hooks.ts';
import type { TrainingResult } from '../engine/training/loop-plan.ts';
import { runTraining } from '../engine/training/run-training.ts';
import { dataInput } from './job-inputs.ts';
import type { JobContext } from './job.ts';
import { newCard, trainingSettings, type TrainingValues } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { askStudy } from './study-questions.ts';
import { trainOnFolds, type FoldPlan } from './train-trial-folds.ts';
import { measuredFirst, startOf, trialHooks, type TrialWork } from './trial-work.ts';

/**
 * Trains a trial as far as the study lets it: from its beginning, from its last pause, or from this process's own checkpoint of
 * it; all lead to the same bits. What goes wrong with the trial alone is its end and not that of the process. `folds`: what it is judged
 * on; null for the validation part.
 */
export async function trainTrial(work: TrialWork, folds: FoldPlan | null, context: JobContext): Promise<TrialEnd> {
  try {
    if (folds === null) return await trained(work, context);
    return await (work.task.onAll ? trained(withAllItems(work, folds), context) : trainOnFolds(work, folds, context));
  } catch (thrown) {
    return endOf(thrown, context);
  }
}

/** What goes wrong with a trial alone is its end; the rest is thrown on. */
export function endOf(thrown: unknown, { log }: Pick<JobContext, 'log'>): Extract<TrialEnd, { readonly reason: string }> {
  const { code, message } = toAppError(thrown);
  const state = ENDS[code];
  if (state === undefined) throw thrown;
  if (code === 'internal') log('error', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  return { state, reason: message };
}

const ENDS: Readonly<Partial<Record<string, 'diverged' | 'refused' | 'failed'>>> = {
  diverged: 'diverged',
  'out-of-memory': 'refused',
  'invalid-input': 'failed',
  internal: 'failed',
};

/** Its last epoch counts, as in the folds. */
function withAllItems({ task, data, ...work }: TrialWork, { of }: FoldPlan): TrialWork {
  const all = of === 'train' ? data : withSplits(data, { train: pooledItems(data, of), test: data.itemsOf('test') });
  return { ...work, data: all, task: { ...task, values: { ...task.values, keep: 'last' } } };
}

async function trained(work: TrialWork, context: JobContext): Promise<TrialEnd> {
  const { task, data } = work;
  const settings = trainingSettings(task.values as unknown as TrainingValues);
  const network = await startOf(work, context);
  const measured = await measuredFirst(network.graph, work, context);
  if ('state' in measured) return measured;
  const { tf, compiler } = await context.engine(trainingLoad({ graph: network.graph, data }, settings));
  const hooks = await trialHooks(task, context);
  const result = await runTraining(
    { tf, compiler, data, seed: task.seed, ...network, masks: {}, ...settings },
    { ...hooks, turn: () => context.turn(), afterEpoch: figures => afterEpoch(task, figures, context) },
  );
  const model = await modelOf(network.graph, result, work, context);
  if (result.paused === undefined) return { state: 'finished', checkpoint: null, model, ...measured };
  const checkpoint = await context.artifacts.write(encodeTensorFile(result.paused));
  return { state: 'paused', checkpoint, model, ...measured };
}

async function afterEpoch(
  { trial, onAll }: TrialTask,
  { epoch, validation, trainingMs }: EpochFigures,
  context: JobContext,
): Promise<'on' | 'pause'> {
  if (validation === null && !onAll) {
    throw new AppFailure({
      code: 'invalid-input',
      message: 'A search chooses by validation items, but the data has none',
      path: 'data',
      hint: 'Import the data with a validation part, or judge by cross-validation.',
    });
  }
  const values = Object.fromEntries(Object.entries(validation?.kept ?? {}).map(([name, value]) => [`validation.${name}`, value as number]));
  return (await askStudy(context, { about: 'epoch', trial, report: { epoch, values }, trainingMs })) as 'on' | 'pause';
}

function modelOf(graph: ModelGraph, result: TrainingResult, { input, data }: TrialWork, context: JobContext): Promise<ModelOutput> {
  const { slots: _slots, paused: _paused, ...finished } = result;
  return saveModel({ graph, card: newCard(data.manifest, data) }, finished, dataInput(input, 'data').manifest, context.artifacts);
}
