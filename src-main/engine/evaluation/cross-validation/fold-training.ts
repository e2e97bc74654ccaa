import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { FoldFigures, FoldItems } from '../../../../src-shared/domain/cross-validation.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import { withSplits } from '../../data/with-splits.ts';
import { initialParameters } from '../../graph/parameters.ts';
import type { Engine } from '../../tensor-library.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import { runPhases, type Phase, type PhaseNetwork } from '../../training/phases.ts';
import { runTraining, type TrainingSetup } from '../../training/run-training.ts';
import { metricKey } from '../metric.ts';
import { metrics } from '../metrics/index.ts';
import type { FoldAnswers } from './predictions-file.ts';
import { outcomesOf, type Outcomes } from '../outcomes.ts';
import { predictSplit } from '../predict.ts';
import type { Fold } from './fold.ts';

/** How every member is trained: what a `train` step says, without data, start and seed. */
export type MemberSettings = Omit<TrainingSetup, 'tf' | 'compiler' | 'graph' | 'parameters' | 'masks' | 'data' | 'seed' | 'sharing'>;

export interface FoldTraining {
  readonly engine: Engine;
  readonly graph: ModelGraph;
  readonly data: LoadedDataset;
  readonly of: FoldItems;
  /** Of the step: members draw from streams of it. */
  readonly seed: number;
  readonly settings: MemberSettings;
}

/** A trained member, and its answers to what it did not see. */
export interface TrainedFold {
  readonly fold: Fold;
  readonly network: PhaseNetwork;
  /** As the graph gives them: to the held-out items in their order, and to the validation part beside the folds. */
  readonly answers: FoldAnswers;
  readonly figures: FoldFigures;
}

/**
 * Trains a member for each of these folds, one after the other, as one resumable job; then lets each answer to its held-out
 * items, which nothing of its training has seen: neither a batch nor the choice of an epoch.
 */
export async function trainFolds(training: FoldTraining, folds: readonly Fold[], hooks: TrainingHooks): Promise<readonly TrainedFold[]> {
  const networks = await runPhases(
    folds.map((fold, number) => memberPhase(training, fold, number)),
    {},
    hooks,
  );
  const trained: TrainedFold[] = [];
  for (const fold of folds) trained.push(await judge(training, fold, networks[nameOf(fold)]!, hooks));
  return trained;
}

/** Validation stays beside the folds, for choosing epochs; without one the last epoch is kept. */
function foldData({ data, of }: FoldTraining, { trained, heldOut }: Fold): LoadedDataset {
  const beside = of === 'train' ? { validation: data.itemsOf('validation') } : {};
  return withSplits(data, { train: trained, test: heldOut, ...beside });
}

/** The same for every model of a data set, so that members of one fold differ by their models only. */
export function memberSeed(seed: number, { repeat, fold }: Pick<Fold, 'repeat' | 'fold'>): number {
  return createRandom(seed).split('fold').split(repeat).split(fold).nextUint32();
}

function memberPhase(training: FoldTraining, fold: Fold, number: number): Phase {
  const { engine, graph, settings } = training;
  const seed = memberSeed(training.seed, fold);
  const data = foldData(training, fold);
  return {
    work: settings.epochs * fold.trained.length,
    async run(state, hooks) {
      const start = { graph, parameters: initialParameters(graph, createRandom(seed).split('init')), masks: {} };
      const { tf, compiler } = engine;
      const result = await runTraining(
        { tf, compiler, ...start, data, seed, ...settings },
        shifted(hooks, number, stepsOf(settings, data)),
      );
      return { ...state, [nameOf(fold)]: { graph, ...result } };
    },
  };
}

function stepsOf({ epochs, batchSize }: MemberSettings, data: LoadedDataset): number {
  return epochs * Math.ceil(data.count('train') / batchSize);
}

/** Curves of members that share a job follow each other. */
function shifted(hooks: TrainingHooks, number: number, steps: number): TrainingHooks {
  return {
    ...hooks,
    turn: () => hooks.turn(),
    measure: points => hooks.measure(points.map(point => ({ ...point, step: point.step + number * steps }))),
  };
}

function nameOf({ repeat, fold }: Fold): string {
  return `${repeat}-${fold}`;
}

async function judge(training: FoldTraining, fold: Fold, network: PhaseNetwork, hooks: TrainingHooks): Promise<TrainedFold> {
  const { engine, graph, data } = training;
  const { parameters, epochs, trainingMs } = network;
  const own = foldData(training, fold);
  const call = { engine, graph, parameters, data: own, turn: () => hooks.turn() };
  const { outputs, targets, width } = await predictSplit({ ...call, split: 'test' });
  const beside = own.count('validation') === 0 ? new Float32Array(0) : (await predictSplit({ ...call, split: 'validation' })).outputs;
  const { repeat, label, trained, heldOut } = fold;
  const figures = {
    ...{ repeat, fold: fold.fold, label, trained: trained.length, heldOut: heldOut.length },
    metrics: metricsOf(outcomesOf({ task: data.task, outputs, targets, width })),
    ...{ epochs, trainingMs: Math.round(trainingMs) },
  };
  return { fold, network, answers: { heldOut: outputs, beside }, figures };
}

/** Every figure of the task; what is undefined on these items is left out. */
export function metricsOf(outcomes: Outcomes): Readonly<Record<string, number>> {
  const once = new Uint32Array(outcomes.items).fill(1);
  const figures = metrics.all
    .filter(({ tasks }) => tasks.includes(outcomes.task))
    .map(metric => [metricKey(metric.id), metric.prepare(outcomes).value(once)] as const);
  return Object.fromEntries(figures.filter(([, value]) => Number.isFinite(value)));
}
