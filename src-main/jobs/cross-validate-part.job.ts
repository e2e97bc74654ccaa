import type { FoldItems } from '../../src-shared/domain/cross-validation.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { crossValidatePart } from '../../src-shared/domain/recipe/steps/cross-validate.step.ts';
import type { FoldMember, ModelOutput, PartOutput } from '../../src-shared/domain/step-output.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { createFitAnew, createFitTogether, fittingTogether, type FitAnew } from '../engine/data/originals/fit-anew.ts';
import { requireRoom } from '../engine/data/originals/side-by-side.ts';
import { withSplits } from '../engine/data/with-splits.ts';
import { dealFolds, pooledItems } from '../engine/evaluation/cross-validation/deal-folds.ts';
import { trainFolds, trainOnAll, type TrainedFold } from '../engine/evaluation/cross-validation/fold-training.ts';
import type { InnerFolds } from '../engine/evaluation/cross-validation/inner-folds.ts';
import { encodeFoldAnswers } from '../engine/evaluation/cross-validation/predictions-file.ts';
import type { Candidate } from '../engine/evaluation/cross-validation/train-candidate.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import type { Engine } from '../engine/tensor-library.ts';
import type { PhaseNetwork } from '../engine/training/phases.ts';
import { costsOf } from '../engine/graph/costs.ts';
import { candidatesOf } from './cross-validate-candidates.ts';
import { dataInput } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { newCard } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { trainedOnce } from './trained-once.ts';

type PartValues = ParamValues<typeof crossValidatePart.fields>;

/** Trains the members of some folds, or the network of all items. */
export const crossValidatePartJob: Job = {
  id: crossValidatePart.id,
  async run(input, context) {
    context.report({ fraction: 0, stage: 'preparing' });
    const data = await loadDataset(dataInput(input, 'data').manifest.hash, context.artifacts);
    const values = input.values as PartValues;
    const candidates = candidatesOf(values, data);
    const isTogether = values.preprocessing === 'together';
    const fit: FitAnew = await (isTogether ? createFitTogether : createFitAnew)(data, context.artifacts);
    if (isTogether) requireRoomForAll(data, values);
    const part: Part = { input, context, data, candidates, fit, inner: values.inner as InnerFolds };
    return input.facts['part'] === 'all' ? trainWhole(part) : trainMembers(part);
  },
};

interface Part {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly data: LoadedDataset;
  readonly candidates: readonly Candidate[];
  readonly fit: FitAnew;
  readonly inner: InnerFolds;
}

/** Before anything is trained. Throws `invalid-input` for members whose inputs can't be held side by side. */
function requireRoomForAll(data: LoadedDataset, { folds, items }: PartValues): void {
  if (fittingTogether(data.manifest) !== 'inputs') return;
  const members = dealFolds(data, { folds, of: items as FoldItems }).list.length;
  requireRoom(data.manifest.items, members * (data.inputShape[0] ?? 0));
}

/** Every so many-th fold: as many parts as there are begin with the first ones. */
async function trainMembers(part: Part): Promise<PartOutput> {
  const { input, context, data, candidates, fit, inner } = part;
  const { folds: request, items } = input.values as PartValues;
  const of = items as FoldItems;
  const { list } = dealFolds(data, { folds: request, of });
  const own = list.filter((_, number) => number % Number(input.facts['parts']) === input.facts['part']);
  if (own.length === 0) return { kind: 'part', members: [], whole: null };
  const engine = await engineOf(part);
  const trained = await trainFolds({ engine, candidates, inner, fit, data, of, seed: input.seed }, own, context);
  const members: FoldMember[] = [];
  for (const each of trained) members.push(await storeMember(part, each));
  return { kind: 'part', members, whole: null };
}

/** For the candidate that needs the most. */
function engineOf({ context, data, candidates }: Part): Promise<Engine> {
  const size = ({ graph }: Candidate): number => costsOf(graph).total.parameters;
  const { graph, settings } = candidates.reduce((most, one) => (size(one) > size(most) ? one : most));
  return context.engine(trainingLoad({ graph, data }, settings));
}

async function storeMember(part: Part, { network, fitted, answers, figures }: TrainedFold): Promise<FoldMember> {
  const model = await store({ ...part, data: fitted }, network);
  const predictions = await part.context.artifacts.write(encodeFoldAnswers(answers, part.data.outputs));
  return { figures, model, predictions };
}

/**
 * What a `train` step with the same settings and seed makes, to the bit, where the items are the training part: the data's own
 * preprocessing goes with it.
 */
async function trainWhole(part: Part): Promise<PartOutput> {
  const { input, context, data, candidates, fit, inner } = part;
  const { items } = input.values as PartValues;
  const engine = await engineOf(part);
  const all = items === 'train' ? data : withSplits(data, { train: pooledItems(data, items as FoldItems), test: data.itemsOf('test') });
  const { choice, ...network } = await trainedOnce(context, async () => {
    const trained = await trainOnAll({ engine, candidates, inner, fit, data: all, seed: input.seed }, context);
    return { ...trained.network, choice: trained.choice };
  });
  const whole = await store(part, network);
  return { kind: 'part', members: [], whole, ...(candidates.length < 2 ? {} : { choice }) };
}

function store(
  { input, context, data }: Pick<Part, 'input' | 'context'> & { readonly data: TrainedFold['fitted'] },
  { graph, ...result }: Omit<PhaseNetwork, 'slots'>,
): Promise<ModelOutput> {
  return saveModel({ graph, card: newCard(data.manifest, data) }, result, dataInput(input, 'data').manifest, context.artifacts);
}
