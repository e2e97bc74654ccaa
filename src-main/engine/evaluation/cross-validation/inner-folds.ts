import { MAIN_FIGURES } from '../../../../src-shared/domain/quality.ts';
import type { FoldCandidate } from '../../../../src-shared/domain/cross-validation.ts';
import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import type { FitAnew } from '../../data/originals/fit-anew.ts';
import { withSplits } from '../../data/with-splits.ts';
import { costsOf } from '../../graph/costs.ts';
import type { Engine } from '../../tensor-library.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../../training/phases.ts';
import { chooseCandidate, type ChoiceRule } from './choose-candidate.ts';
import { dealFolds } from './deal-folds.ts';
import type { Fold } from './fold.ts';
import { spreadOfFolds } from './fold-spread.ts';
import { figuresOfHeldOut } from './judge-held-out.ts';
import { trainCandidate, type Candidate } from './train-candidate.ts';

/** How one of several candidates is chosen within the items that a member may learn from. */
export interface InnerFolds {
  /** `{ kind, …parameters }`, parsed. */
  readonly folds: AlgorithmValue;
  readonly rule: ChoiceRule;
}

export interface InnerQuestion {
  readonly engine: Engine;
  readonly candidates: readonly Candidate[];
  readonly inner: InnerFolds;
  readonly fit: FitAnew;
  /** Train: what the member may learn from, all that is dealt. Validation stays beside, for choosing epochs. */
  readonly data: LoadedDataset;
  readonly seed: number;
  /** Of the state the phases leave their figures in. */
  readonly name: string;
}

/** What the phases found of the candidates, and which one is taken. */
export interface InnerChoice {
  readonly candidates: readonly FoldCandidate[];
  readonly chosen: number;
}

type InnerNotes = Readonly<Record<string, number>> | null;

/**
 * Phases that train every candidate on every inner fold and keep its figures only; none for a single candidate. Source:
 * Varma & Simon 2006, doi:10.1186/1471-2105-7-91 (what is chosen and judged on the same items is judged too well).
 */
export function innerPhases(question: InnerQuestion): readonly Phase[] {
  const { candidates, data } = question;
  if (candidates.length < 2) return [];
  const folds = innerFoldsOf(question);
  return candidates.flatMap((candidate, c) =>
    folds.map((fold): Phase => ({
      work: candidate.settings.epochs * fold.trained.length,
      run: async (state, hooks) => ({
        ...state,
        [placeOf(question, c, fold)]: await tryOnFold(question, { candidate, fold, data }, hooks),
      }),
    })),
  );
}

/** Once the phases have run. A single candidate is chosen without figures. */
export function innerChoice(question: InnerQuestion, state: PhaseState): InnerChoice {
  const { candidates, inner, data } = question;
  if (candidates.length < 2) return { candidates: [{ score: null }], chosen: 0 };
  const figure = MAIN_FIGURES[data.task];
  const folds = innerFoldsOf(question);
  const scored = candidates.map((_, c): FoldCandidate => {
    const figures = folds.map(fold => state[placeOf(question, c, fold)]?.notes as InnerNotes);
    const known = figures.filter(one => one !== null);
    if (known.length < folds.length) return { score: null };
    const spread = spreadOfFolds(
      known.map(metrics => ({ metrics })),
      folds.filter(({ repeat }) => repeat === 0).length,
    )[figure];
    return { score: spread === undefined ? null : { mean: spread.mean, standardError: spread.standardError } };
  });
  const sizes = candidates.map(({ graph }) => costsOf(graph).total.parameters);
  return { candidates: scored, chosen: chooseCandidate(scored, sizes, inner.rule) };
}

function innerFoldsOf({ data, inner }: InnerQuestion): readonly Fold[] {
  return dealFolds(data, { folds: inner.folds, of: 'train' }).list;
}

function placeOf({ name }: InnerQuestion, candidate: number, { repeat, fold }: Fold): string {
  return `${name}/${candidate}/${repeat}-${fold}`;
}

interface Trial {
  readonly candidate: Candidate;
  readonly fold: Fold;
  readonly data: LoadedDataset;
}

/** Its figures, without its arrays; null where it diverged. */
async function tryOnFold(question: InnerQuestion, { candidate, fold, data }: Trial, hooks: TrainingHooks): Promise<PhaseNetwork> {
  const { engine } = question;
  const validation = data.count('validation') === 0 ? {} : { validation: data.itemsOf('validation') };
  const own = question.fit(withSplits(data, { train: fold.trained, test: fold.heldOut, ...validation }));
  // The same for every candidate, so that they differ by what they are only.
  const seed = createRandom(question.seed).split('inner').split(fold.repeat).split(fold.fold).nextUint32();
  const quiet = { ...hooks, turn: () => hooks.turn(), measure: () => undefined };
  try {
    const network = await trainCandidate({ engine, candidate, data: own, seed }, quiet);
    const { metrics } = await figuresOfHeldOut({ engine, network, data: own }, hooks);
    return figuresOnly(network, metrics);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'diverged') throw thrown;
    const epochs = { run: candidate.settings.epochs, kept: 0, stoppedEarly: false };
    return figuresOnly(
      { graph: candidate.graph, parameters: {}, masks: {}, slots: {}, validation: null, epochs, steps: 0, trainingMs: 0 },
      null,
    );
  }
}

function figuresOnly(network: PhaseNetwork, notes: InnerNotes): PhaseNetwork {
  return { ...network, parameters: {}, slots: {}, masks: {}, notes };
}
