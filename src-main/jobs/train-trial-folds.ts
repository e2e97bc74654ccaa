import type { FoldItems, FoldSpread } from '../../src-shared/domain/cross-validation.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { encodeTensorFile } from '../../src-shared/lib/tensor-file.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { createFitAnew, type FitAnew } from '../engine/data/originals/fit-anew.ts';
import { dealFolds } from '../engine/evaluation/cross-validation/deal-folds.ts';
import { trainInTurns, type FoldEpoch } from '../engine/evaluation/cross-validation/fold-turns.ts';
import type { Folds } from '../engine/evaluation/cross-validation/fold.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { schedulers } from '../engine/search/schedulers/index.ts';
import type { TrialEnd } from '../engine/search/study/lane-messages.ts';
import type { SearchValues } from '../engine/search/study/study-plan.ts';
import type { JobContext } from './job.ts';
import { networkToTrain, trainingSettings, type NewNetwork, type TrainingValues } from './new-network.ts';
import { askStudy } from './study-questions.ts';
import { measuredFirst, startOf, trialHooks, type TrialWork } from './trial-work.ts';

/** What the trials of a study are judged on, the same for all. */
export interface FoldPlan {
  readonly folds: Folds;
  readonly of: FoldItems;
  readonly fit: FitAnew;
  /** Whether a trial may be stopped after any epoch, so that all folds have to be judged after each. */
  readonly isEpochwise: boolean;
}

/** Null where trials are judged by the validation part. A varied model takes inputs as its own preprocessing makes them: that is never fitted anew. */
export async function foldPlanOf(values: SearchValues, data: LoadedDataset, { artifacts }: JobContext): Promise<FoldPlan | null> {
  const { crossValidation, scheduler, structure } = values;
  if (crossValidation === undefined) return null;
  const { folds, items } = crossValidation;
  const of = items as FoldItems;
  return {
    of,
    folds: dealFolds(data, { folds, of }),
    fit: structure === undefined ? await createFitAnew(data, artifacts) : same => same,
    isEpochwise: schedulers.require(splitAlgorithm(scheduler).id).judge !== undefined,
  };
}

/** As far as the study lets it, a network for each fold; none is kept. */
export async function trainOnFolds(work: TrialWork, plan: FoldPlan, context: JobContext): Promise<TrialEnd> {
  const { task, data } = work;
  const { until, seed, values, varied } = task;
  const { graph } = await startOf(work, context);
  const measured = await measuredFirst(graph, work, context);
  if ('state' in measured) return measured;
  const settings = trainingSettings(values as unknown as TrainingValues);
  const engine = await context.engine(trainingLoad({ graph, data }, settings));
  const graphOf = (fitted: LoadedDataset) => (varied === null ? networkToTrain(values['model'] as NewNetwork, fitted) : graph);
  const hooks = await trialHooks(task, context);
  const snapshot = await trainInTurns(
    { engine, candidate: { graph, graphOf, settings }, ...plan, data, seed, until, stride: plan.isEpochwise ? 1 : until },
    { ...hooks, turn: () => context.turn(), afterEpoch: epoch => afterEpoch(task.trial, epoch, context) },
  );
  if (snapshot === null) return { state: 'finished', checkpoint: null, model: null, ...measured };
  return { state: 'paused', checkpoint: await context.artifacts.write(encodeTensorFile(snapshot)), model: null, ...measured };
}

async function afterEpoch(trial: number, { epoch, figures, trainingMs }: FoldEpoch, context: JobContext): Promise<'on' | 'pause'> {
  const of = (read: (spread: FoldSpread) => number): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(figures).map(([name, spread]) => [`validation.${name}`, read(spread)]));
  const report = { epoch, values: of(({ mean }) => mean), standardErrors: of(({ standardError }) => standardError) };
  return (await askStudy(context, { about: 'epoch', trial, report, trainingMs })) as 'on' | 'pause';
}
