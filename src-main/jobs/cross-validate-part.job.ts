import type { FoldItems } from '../../src-shared/domain/cross-validation.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { crossValidatePart } from '../../src-shared/domain/recipe/steps/cross-validate.step.ts';
import type { FoldMember, ModelOutput, PartOutput } from '../../src-shared/domain/step-output.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { withSplits } from '../engine/data/with-splits.ts';
import { dealFolds, pooledItems } from '../engine/evaluation/cross-validation/deal-folds.ts';
import { trainFolds, type TrainedFold } from '../engine/evaluation/cross-validation/fold-training.ts';
import { encodeFoldAnswers } from '../engine/evaluation/cross-validation/predictions-file.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { runTraining } from '../engine/training/run-training.ts';
import { dataInput } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { newCard, newGraph, trainingSettings } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { trainedOnce } from './trained-once.ts';

type PartValues = ParamValues<typeof crossValidatePart.fields>;

/** Trains the members of some folds, or the network of all items. */
export const crossValidatePartJob: Job = {
  id: crossValidatePart.id,
  async run(input, context) {
    context.report({ fraction: 0, stage: 'preparing' });
    const data = await loadDataset(dataInput(input, 'data').manifest.hash, context.artifacts);
    const { model } = input.values as PartValues;
    const part = { input, context, data, graph: newGraph(model, data) };
    return input.facts['part'] === 'all' ? trainWhole(part) : trainMembers(part);
  },
};

interface Part {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly data: LoadedDataset;
  readonly graph: ModelGraph;
}

/** Every so many-th fold: as many parts as there are begin with the first ones. */
async function trainMembers({ input, context, data, graph }: Part): Promise<PartOutput> {
  const { folds: request, items, ...values } = input.values as PartValues;
  const of = items as FoldItems;
  const { list } = dealFolds(data, { folds: request, of });
  const own = list.filter((_, number) => number % Number(input.facts['parts']) === input.facts['part']);
  if (own.length === 0) return { kind: 'part', members: [], whole: null };
  const settings = trainingSettings(values);
  const engine = await context.engine(trainingLoad({ graph, data }, settings));
  const trained = await trainFolds({ engine, graph, data, of, seed: input.seed, settings }, own, context);
  const members: FoldMember[] = [];
  for (const each of trained) members.push(await storeMember({ input, context, data, graph }, each));
  return { kind: 'part', members, whole: null };
}

async function storeMember(part: Part, { network, answers, figures }: TrainedFold): Promise<FoldMember> {
  const model = await store(part, network);
  const predictions = await part.context.artifacts.write(encodeFoldAnswers(answers, part.data.outputs));
  return { figures, model, predictions };
}

/** What a `train` step with the same settings and seed makes, to the bit, where the items are the training part. */
async function trainWhole(part: Part): Promise<PartOutput> {
  const { input, context, data, graph } = part;
  const { items, ...values } = input.values as PartValues;
  const settings = trainingSettings(values);
  const { tf, compiler } = await context.engine(trainingLoad({ graph, data }, settings));
  const all = items === 'train' ? data : withSplits(data, { train: pooledItems(data, items as FoldItems), test: data.itemsOf('test') });
  const start = { graph, parameters: initialParameters(graph, createRandom(input.seed).split('init')), masks: {} };
  const result = await trainedOnce(context, () =>
    runTraining({ tf, compiler, data: all, seed: input.seed, ...start, ...settings }, context),
  );
  return { kind: 'part', members: [], whole: await store(part, result) };
}

function store({ input, context, data, graph }: Part, result: Parameters<typeof saveModel>[1]): Promise<ModelOutput> {
  return saveModel({ graph, card: newCard(data.manifest, data) }, result, dataInput(input, 'data').manifest, context.artifacts);
}
