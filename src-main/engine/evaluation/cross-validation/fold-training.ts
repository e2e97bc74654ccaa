import type { FoldFigures, FoldItems } from '../../../../src-shared/domain/cross-validation.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import type { FitAnew } from '../../data/originals/fit-anew.ts';
import { withSplits } from '../../data/with-splits.ts';
import type { Engine } from '../../tensor-library.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import { runPhases, type Phase, type PhaseNetwork, type PhaseState } from '../../training/phases.ts';
import type { Fold } from './fold.ts';
import { innerChoice, innerPhases, type InnerChoice, type InnerFolds, type InnerQuestion } from './inner-folds.ts';
import { figuresOfHeldOut } from './judge-held-out.ts';
import type { FoldAnswers } from './predictions-file.ts';
import { trainCandidate, type Candidate, type MemberSettings } from './train-candidate.ts';

export interface FoldTraining {
  readonly engine: Engine;
  /** One, or several of which each member takes the one that is best on inner folds of what it may learn from. */
  readonly candidates: readonly Candidate[];
  readonly inner: InnerFolds;
  /** Each member fits the preprocessing on the items it may learn from. */
  readonly fit: FitAnew;
  readonly data: LoadedDataset;
  readonly of: FoldItems;
  /** Of the step: members draw from streams of it. */
  readonly seed: number;
}

/** A trained member, and its answers to what it did not see. */
export interface TrainedFold {
  readonly fold: Fold;
  readonly network: PhaseNetwork;
  /** As the member sees it. */
  readonly fitted: Pick<LoadedDataset, 'manifest' | 'inputShape'>;
  readonly answers: FoldAnswers;
  readonly figures: FoldFigures;
}

/**
 * Trains a member for each of these folds, one after the other, as one resumable job; then lets each answer to its held-out
 * items, which nothing of its training has seen: neither a batch, nor the choice of an epoch, nor that of a candidate.
 */
export async function trainFolds(training: FoldTraining, folds: readonly Fold[], hooks: TrainingHooks): Promise<readonly TrainedFold[]> {
  const phases = folds.flatMap((fold, number) => {
    const question = questionOf(training, fold);
    return [...innerPhases(question), memberPhase(training, { question, fold, number })];
  });
  const state = await runPhases(phases, {}, hooks);
  const trained: TrainedFold[] = [];
  for (const fold of folds) trained.push(await judge(training, fold, state, hooks));
  return trained;
}

/** The network of all items of the training part, with what the choice was made by; the seed is the step's own. */
export async function trainOnAll(
  { engine, candidates, inner, fit, data, seed }: Omit<FoldTraining, 'of'>,
  hooks: TrainingHooks,
): Promise<{ readonly network: PhaseNetwork; readonly choice: InnerChoice }> {
  const question: InnerQuestion = { engine, candidates, inner, fit, data, seed, name: 'all' };
  const last: Phase = {
    work: longest(candidates) * data.count('train'),
    run: async (state, own) => ({
      ...state,
      all: await trainCandidate({ engine, candidate: candidates[innerChoice(question, state).chosen]!, data, seed }, own),
    }),
  };
  const phases = innerPhases(question);
  // Alone, it is a plain training: its checkpoints too.
  const state = phases.length === 0 ? await last.run({}, hooks) : await runPhases([...phases, last], {}, hooks);
  return { network: state['all']!, choice: innerChoice(question, state) };
}

/** Validation stays beside the folds, for choosing epochs; without one the last epoch is kept. */
export function foldData({ data, of }: Pick<FoldTraining, 'data' | 'of'>, { trained, heldOut }: Fold): LoadedDataset {
  const beside = of === 'train' ? { validation: data.itemsOf('validation') } : {};
  return withSplits(data, { train: trained, test: heldOut, ...beside });
}

/** The same for every model of a data set, so that members of one fold differ by their models only. */
export function memberSeed(seed: number, { repeat, fold }: Pick<Fold, 'repeat' | 'fold'>): number {
  return createRandom(seed).split('fold').split(repeat).split(fold).nextUint32();
}

function questionOf(training: FoldTraining, fold: Fold): InnerQuestion {
  const { engine, candidates, inner, fit } = training;
  return { engine, candidates, inner, fit, data: foldData(training, fold), seed: memberSeed(training.seed, fold), name: nameOf(fold) };
}

interface Member {
  readonly question: InnerQuestion;
  readonly fold: Fold;
  /** Among those of the job. */
  readonly number: number;
}

function memberPhase({ engine, candidates, fit }: FoldTraining, { question, fold, number }: Member): Phase {
  const { data, seed } = question;
  return {
    work: longest(candidates) * fold.trained.length,
    async run(state, hooks) {
      const candidate = candidates[innerChoice(question, state).chosen]!;
      const steps = Math.max(...candidates.map(({ settings }) => stepsOf(settings, data)));
      return {
        ...state,
        [nameOf(fold)]: await trainCandidate({ engine, candidate, data: fit(data), seed }, shifted(hooks, number, steps)),
      };
    },
  };
}

function longest(candidates: readonly Candidate[]): number {
  return Math.max(...candidates.map(({ settings }) => settings.epochs));
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

async function judge(training: FoldTraining, fold: Fold, state: PhaseState, hooks: TrainingHooks): Promise<TrainedFold> {
  const network = state[nameOf(fold)]!;
  const data = training.fit(foldData(training, fold));
  const { answers, metrics } = await figuresOfHeldOut({ engine: training.engine, network, data }, hooks);
  const { repeat, label, trained, heldOut } = fold;
  const figures = {
    ...{ repeat, fold: fold.fold, label, trained: trained.length, heldOut: heldOut.length, metrics },
    ...{ epochs: network.epochs, trainingMs: Math.round(network.trainingMs) },
    ...(training.candidates.length < 2 ? {} : { choice: innerChoice(questionOf(training, fold), state) }),
  };
  const { manifest, inputShape } = data;
  return { fold, network, fitted: { manifest, inputShape }, answers, figures };
}
