import type { CrossValidationReport, FoldItems } from '../../src-shared/domain/cross-validation.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import type { ArtifactRef, DataRef, DatasetManifest } from '../../src-shared/domain/dataset.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { crossValidate } from '../../src-shared/domain/recipe/steps/cross-validate.step.ts';
import type { FoldMember, ModelOutput, PartOutput } from '../../src-shared/domain/step-output.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { createFitTogether, fittingOf, fittingTogether } from '../engine/data/originals/fit-anew.ts';
import { sideBySide } from '../engine/data/originals/side-by-side.ts';
import { storeOwnInputs } from '../engine/data/own-inputs.ts';
import { withInputs } from '../engine/data/with-inputs.ts';
import { dealFolds } from '../engine/evaluation/cross-validation/deal-folds.ts';
import type { Folds } from '../engine/evaluation/cross-validation/fold.ts';
import { foldData } from '../engine/evaluation/cross-validation/fold-training.ts';
import { spreadOfFolds } from '../engine/evaluation/cross-validation/fold-spread.ts';
import { encodeFolds } from '../engine/evaluation/cross-validation/folds-file.ts';
import {
  decodeFoldAnswers,
  encodeOutOfFold,
  gatherAnswers,
  type FoldAnswers,
} from '../engine/evaluation/cross-validation/predictions-file.ts';
import { targetScale } from '../engine/training/target-scale.ts';
import { decodeModel } from '../engine/formats/native.ts';
import { ensembleFigures, foldEnsemble, type FoldEnsemble } from '../engine/fusion/fold-ensemble.ts';
import { candidateNames } from './cross-validate-candidates.ts';
import { dataInput } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { readNamed } from './read-named.ts';
import { saveModel } from './save-model.ts';

type Values = ParamValues<typeof crossValidate.fields>;

/** Puts together what the parts made: the folds, everything they answered, the figures, and the model. */
export const crossValidateJob: Job = {
  id: crossValidate.id,
  async run(input, context) {
    context.report({ fraction: 0, stage: 'preparing' });
    const { manifest: ref } = dataInput(input, 'data');
    const data = await loadDataset(ref.hash, context.artifacts);
    const { folds: request, items, yields } = input.values as Values;
    const of = items as FoldItems;
    const folds = dealFolds(data, { folds: request, of });
    const parts = partsOf(input);
    const members = inOrder(parts, folds);
    // Before anything is written: where a part is lost, nothing is left behind.
    const answers: FoldAnswers[] = [];
    for (const member of members) answers.push(decodeFoldAnswers(await readOfFold(member, 'predictions', context)));
    const file = await context.artifacts.write(encodeFolds(ref.hash, folds));
    const all = { data, ref, of, folds, members, answers, file: file.hash };
    const { id: kind } = splitAlgorithm(request);
    const figures = members.map(member => member.figures);
    const crossValidation: CrossValidationReport = {
      folds: { file, kind, k: folds.k, repeats: folds.repeats, of, items: folds.items.length },
      outOfFold: await storeAnswers(all, context),
      members: figures,
      metrics: spreadOfFolds(figures, folds.k),
      yields: yields as CrossValidationReport['yields'],
      ...nestedOf(input.values as Values, parts),
      warnings: [...folds.warnings, ...sharedFit(data.manifest)],
    };
    const model = yields === 'ensemble' ? await storeEnsemble(all, context) : modelOf(parts);
    return { ...model, crossValidation };
  },
};

/** Where members were judged on items that the preprocessing had been fitted on, too. */
function sharedFit(manifest: DatasetManifest): readonly string[] {
  if (fittingOf(manifest) !== 'once') return [];
  return [
    'The preprocessing was fitted once on all items of the training part, held-out ones too, as what it was fitted on was too large to keep, or was imported by an earlier version: import it anew.',
  ];
}

function nestedOf(values: Values, parts: readonly PartOutput[]): Pick<CrossValidationReport, 'nested'> {
  if (values.alternatives === undefined) return {};
  return { nested: { names: candidateNames(values), whole: parts.find(({ choice }) => choice !== undefined)?.choice ?? null } };
}

function partsOf({ name, inputs }: JobInput): readonly PartOutput[] {
  const parts = Object.values(inputs)
    .flat()
    .flatMap(({ output }) => (output.kind === 'part' ? [output] : []));
  if (parts.length === 0) throw new Error(`Step '${name}' was given no parts`);
  return parts;
}

/** As the folds stand: repeat, then fold. */
function inOrder(parts: readonly PartOutput[], { list }: Folds): readonly FoldMember[] {
  const byFold = new Map(
    parts.flatMap(({ members }) => members).map(member => [`${member.figures.repeat}-${member.figures.fold}`, member]),
  );
  return list.map(({ repeat, fold }) => {
    const member = byFold.get(`${repeat}-${fold}`);
    if (member === undefined) throw new Error(`No part trained fold ${fold} of round ${repeat}`);
    return member;
  });
}

/** What the member of a fold left; throws `store-damaged`, which names the fold. */
function readOfFold({ figures, model, predictions }: FoldMember, what: 'model' | 'predictions', { artifacts }: JobContext) {
  const [fold, round] = [figures.fold + 1, figures.repeat + 1];
  return what === 'model'
    ? readNamed(artifacts, model.file.hash, `The model of fold ${fold} in round ${round} is missing or damaged`)
    : readNamed(artifacts, predictions.hash, `The answers of fold ${fold} in round ${round} are missing or damaged`);
}

interface Answered {
  readonly data: LoadedDataset;
  readonly ref: ArtifactRef;
  readonly folds: Folds;
  readonly of: FoldItems;
  /** In the order of the folds, as the answers. */
  readonly members: readonly FoldMember[];
  readonly answers: readonly FoldAnswers[];
  /** Hash of the file of folds. */
  readonly file: string;
}

function storeAnswers({ data, ref, folds, answers, file }: Answered, { artifacts }: JobContext) {
  const { task, outputs: width } = data;
  const { items, repeats, list } = folds;
  const outputs = gatherAnswers(
    folds,
    answers.map(({ heldOut }, i) => ({ fold: list[i]!, answers: heldOut })),
    width,
  );
  return artifacts.write(encodeOutOfFold({ data: ref.hash, folds: file, task, width, items, repeats, outputs }));
}

async function storeEnsemble(answered: Answered, context: JobContext): Promise<ModelOutput> {
  const { data, members, answers } = answered;
  const { artifacts } = context;
  const models = [];
  for (const member of members) models.push(decodeModel(await readOfFold(member, 'model', context)));
  const { ref, ...taken } = await ensembleData(answered, context);
  const { graph, parameters, masks, card } = foldEnsemble({ members: models, ...taken });
  const trained = members.map(({ figures }) => figures);
  const result = {
    ...{ parameters, masks, validation: figuresBeside(data, answers) },
    epochs: longest(trained),
    steps: members.reduce((sum, { model }) => sum + model.summary.steps, 0),
    trainingMs: trained.reduce((sum, { trainingMs }) => sum + trainingMs, 0),
  };
  return saveModel({ graph, card }, result, ref, artifacts);
}

/** The data with the inputs that an ensemble takes: the members' own, side by side, where each fitted some. */
async function ensembleData(
  { data, folds, of, ref }: Answered,
  { artifacts }: JobContext,
): Promise<Pick<FoldEnsemble, 'data' | 'places'> & { readonly ref: DataRef }> {
  if (fittingTogether(data.manifest) !== 'inputs') return { data, places: null, ref };
  const fit = await createFitTogether(data, artifacts);
  const { inputs, places } = sideBySide(folds.list.map(fold => fit(foldData({ data, of }, fold))));
  return { data: withInputs(data, inputs), places, ref: await storeOwnInputs(ref, inputs, artifacts) };
}

/** On the validation part, which no member was trained on; null where it was dealt with the rest. */
function figuresBeside(data: LoadedDataset, answers: readonly FoldAnswers[]) {
  if (answers[0] === undefined || answers[0].beside.length === 0) return null;
  const { targets } = data.gatherItems(data.itemsOf('validation'));
  const figures = ensembleFigures(
    { task: data.task, width: data.outputs, targets },
    answers.map(({ beside }) => beside),
    targetScale(data),
  );
  return { kept: figures, last: figures };
}

/** Of the member that was trained the longest. */
function longest(members: readonly FoldMember['figures'][]): FoldMember['figures']['epochs'] {
  return members.map(({ epochs }) => epochs).reduce((most, epochs) => (epochs.run > most.run ? epochs : most));
}

function modelOf(parts: readonly PartOutput[]): ModelOutput {
  const whole = parts.find(part => part.whole !== null)?.whole;
  if (whole !== null && whole !== undefined) return whole;
  throw new Error('A part that was trained on all items is required, but there is none');
}
