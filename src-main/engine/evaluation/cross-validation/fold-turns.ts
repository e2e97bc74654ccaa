import type { FoldSpread } from '../../../../src-shared/domain/cross-validation.ts';
import type { TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import type { FitAnew } from '../../data/originals/fit-anew.ts';
import { withSplits } from '../../data/with-splits.ts';
import { initialParameters } from '../../graph/parameters.ts';
import type { Engine } from '../../tensor-library.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import type { SplitFigures } from '../../training/loop-plan.ts';
import { runTraining } from '../../training/run-training.ts';
import type { Folds } from './fold.ts';
import { packTurns, readTurns, type MemberTurns } from './fold-turns-file.ts';
import { spreadOfFolds } from './fold-spread.ts';
import { memberSeed } from './fold-training.ts';
import type { Candidate } from './train-candidate.ts';

export interface FoldTurns {
  readonly engine: Engine;
  /** Its last epoch counts, whatever it says of keeping. */
  readonly candidate: Candidate;
  /** Each member fits the preprocessing on the items it learns from. */
  readonly fit: FitAnew;
  readonly data: LoadedDataset;
  readonly folds: Folds;
  /** Members draw from streams of it. */
  readonly seed: number;
  /** Epochs up to which all of them train; at most the candidate's. */
  readonly until: number;
  /** Epochs that a member trains before the next one has its turn. */
  readonly stride: number;
}

/** An epoch that every member has had: figures of its end (`loss`, `accuracy`) on what they held out. */
export interface FoldEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly figures: Readonly<Record<string, FoldSpread>>;
  /** Of all members. */
  readonly trainingMs: number;
}

export interface FoldTurnHooks extends Omit<TrainingHooks, 'afterEpoch'> {
  /** Whether to go on, or to end here with all that is needed to go on another time. */
  afterEpoch(epoch: FoldEpoch): Promise<'on' | 'pause'>;
}

/**
 * Trains a network for each fold side by side: each so many epochs, then the next, so that the mean over all of them is known epoch by
 * epoch and a scheduler can judge it. Nothing is chosen by what is held out: no epoch is kept for its figures. Any snapshot goes on to
 * the same bits. Gives the snapshot to go on from; null after the last epoch. Throws as `runTraining` does where one member does.
 */
export async function trainInTurns(turns: FoldTurns, hooks: FoldTurnHooks): Promise<TensorFile | null> {
  const { until, stride, folds, candidate } = turns;
  const members = startOf(turns, hooks);
  let told = members.told;
  while (told < until) {
    const target = Math.min(until, told + stride);
    for (const place of folds.list.keys()) await takeTurn(turns, { members: { ...members, told }, place, target }, hooks);
    while (told < target) {
      told++;
      const said = await hooks.afterEpoch(epochOf(members.list, told, folds.k));
      if (said === 'pause') return packTurns({ ...members, told });
    }
  }
  return until < candidate.settings.epochs ? packTurns({ ...members, told }) : null;
}

function startOf({ folds }: FoldTurns, { resumeFrom }: Pick<FoldTurnHooks, 'resumeFrom'>) {
  if (resumeFrom !== null) return readTurns(resumeFrom);
  return { told: 0, list: folds.list.map((): MemberTurns => ({ curve: [], trainingMs: 0, snapshot: null })) };
}

interface Turn {
  /** The one at `place` is changed. */
  readonly members: { readonly told: number; readonly list: MemberTurns[] };
  readonly place: number;
  /** Epochs it has had when its turn is over. */
  readonly target: number;
}

async function takeTurn(turns: FoldTurns, { members, place, target }: Turn, hooks: FoldTurnHooks): Promise<void> {
  const before = members.list[place]!;
  if (before.curve.length >= target) return;
  const { engine, candidate, fit, data, folds } = turns;
  const fold = folds.list[place]!;
  const own = fit(withSplits(data, { train: fold.trained, validation: fold.heldOut }));
  const [seed, graph] = [memberSeed(turns.seed, fold), candidate.graphOf(own)];
  const setup = {
    tf: engine.tf,
    compiler: engine.compiler,
    data: own,
    seed,
    graph,
    masks: {},
    ...candidate.settings,
    keep: 'last',
  } as const;
  const parameters = initialParameters(graph, createRandom(seed).split('init'));
  const curve = [...before.curve];
  let { trainingMs } = before;
  const { paused = null } = await runTraining(
    { ...setup, parameters },
    {
      ...hooks,
      resumeFrom: before.snapshot,
      turn: () => hooks.turn(),
      measure: () => undefined,
      report: said => hooks.report({ ...said, fraction: fractionOf(turns, members.list, curve.length, place) }),
      checkpoint(snapshot) {
        const list = members.list.with(place, { curve, trainingMs, snapshot });
        return hooks.checkpoint(packTurns({ ...members, list }));
      },
      afterEpoch(figures) {
        curve.push(figuresIn(figures.validation?.last));
        ({ trainingMs } = figures);
        return Promise.resolve(curve.length < target ? 'on' : 'pause');
      },
    },
  );
  members.list[place] = { curve, trainingMs, snapshot: target < candidate.settings.epochs ? paused : null };
}

function figuresIn(figures: SplitFigures | undefined): Readonly<Record<string, number>> {
  if (figures === undefined) throw new Error('A fold holds out no item');
  return { ...figures };
}

/** Of the epochs of all members. */
function fractionOf({ candidate: { settings } }: FoldTurns, members: readonly MemberTurns[], epochs: number, place: number): number {
  const had = members.reduce((sum, { curve }, i) => sum + (i === place ? epochs : curve.length), 0);
  return had / (members.length * settings.epochs);
}

function epochOf(members: readonly MemberTurns[], epoch: number, k: number): FoldEpoch {
  const figures = spreadOfFolds(
    members.map(({ curve }) => ({ metrics: curve[epoch - 1]! })),
    k,
  );
  return { epoch, figures, trainingMs: members.reduce((sum, member) => sum + member.trainingMs, 0) };
}
