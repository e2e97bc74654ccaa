import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import type { FusionReport } from '../../src-shared/domain/fusion-report.ts';
import type { AlgorithmValue, ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { fuse } from '../../src-shared/domain/recipe/steps/fuse.step.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { outOfFoldParts } from '../engine/evaluation/cross-validation/out-of-fold-parts.ts';
import type { FusionCall, SourceMember } from '../engine/fusion/method.ts';
import { fusionMethods } from '../engine/fusion/methods.ts';
import { dataInput, modelInputs, type InputModel } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { newCard, newGraph, type NewNetwork } from './new-network.ts';
import { onOneRow } from './on-one-row.ts';
import { readNamed } from './read-named.ts';
import { saveModel } from './save-model.ts';
import { seenBy } from './seen-items.ts';
import { UNTRAINED, validationFigures } from './validation-figures.ts';

/** Makes one model of several. */
export const fuseJob: Job = {
  id: fuse.id,
  async run(input, context) {
    const {
      members: _members,
      crossValidated: _crossValidated,
      data: _data,
      method,
      ...settings
    } = input.values as ParamValues<typeof fuse.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const fields = ['members', 'crossValidated'];
    const named = (await Promise.all(fields.map(field => modelInputs(input, field, context.artifacts)))).flat();
    const { sources, data, dataRef } = await onOneRow(named, dataOfFusion(input, named), context.artifacts);
    const members = await sourceMembers(sources, context);
    assertFits(members, data);
    const { id, params } = splitAlgorithm(method as AlgorithmValue);
    const call: FusionCall<Readonly<Record<string, unknown>>> = {
      ...{ config: params, members, data, seed: input.seed, settings, hooks: context },
      card: newCard(data.manifest, data),
      newGraph: described => newGraph(described as NewNetwork, data),
      engine: load => context.engine(load),
      keep: bytes => context.artifacts.write(bytes),
    };
    const { model, report, training = UNTRAINED } = await fusionMethods.require(id).fuse(call);
    const validation = await validationFigures(model, data, context);
    const result = { parameters: model.parameters, masks: model.masks, validation, ...training };
    const output = await saveModel({ graph: model.graph, card: model.card }, result, dataRef, context.artifacts);
    const seen = await seenByFusion({ members, data, report }, context);
    return { ...output, summary: { ...output.summary, fusion: seen === null ? report : { ...report, seen } } };
  },
};

function dataOfFusion(input: JobInput, [first]: readonly InputModel[]): ArtifactRef {
  if (input.inputs['data'] !== undefined) return dataInput(input, 'data').manifest;
  if (first !== undefined) return first.output.data;
  throw invalidInput('At least two members, or data to make some on, are required, got neither', { path: 'members' });
}

async function sourceMembers(sources: readonly InputModel[], context: JobContext): Promise<readonly SourceMember[]> {
  const twice = sources.find((source, i) => sources.findIndex(other => other.output.file.hash === source.output.file.hash) !== i);
  if (twice !== undefined) {
    throw invalidInput(`Every model is required once, but '${twice.name}' is there twice (or another with the same weights)`, {
      path: 'members',
      hint: 'Give a member more say with weights.',
    });
  }
  const datasets = new Map<string, LoadedDataset>();
  const members: SourceMember[] = [];
  for (const source of sources) {
    const { name, replicate, id, output, model } = source;
    const data = datasets.get(output.data.hash) ?? (await loadDataset(output.data.hash, context.artifacts));
    datasets.set(output.data.hash, data);
    const place = { name, replicate, modelId: id, bytes: output.file.bytes, source: data.manifest.input.file.hash };
    members.push({ ...place, model, trainedOn: await seenBy(output, data, context.artifacts), ...outOfFoldOf(source, data, context) });
  }
  return members;
}

/** Of a member that comes out of a cross-validation. What chose the epochs counts as seen. */
function outOfFoldOf(
  { name, output: { crossValidation } }: InputModel,
  data: LoadedDataset,
  { artifacts }: JobContext,
): Pick<SourceMember, 'outOfFold'> {
  if (crossValidation === undefined) return {};
  const { folds, outOfFold } = crossValidation;
  return {
    outOfFold: async () =>
      outOfFoldParts({
        folds: await readNamed(artifacts, folds.file.hash, `The folds of '${name}' are missing or damaged`),
        foldsHash: folds.file.hash,
        outOfFold: await readNamed(artifacts, outOfFold.hash, `What '${name}' answered out of fold is missing or damaged`),
        source: data.manifest.input.file.hash,
        besides: folds.of === 'train' ? data.itemsOf('validation') : new Uint32Array(0),
      }),
  };
}

interface Fused {
  readonly members: readonly SourceMember[];
  readonly data: LoadedDataset;
  readonly report: FusionReport;
}

/** Kept for a later fusion with this one as a member; null where the training part says it all. */
async function seenByFusion({ members, data, report }: Fused, { artifacts }: JobContext): Promise<ArtifactRef | null> {
  const source = data.manifest.input.file.hash;
  const seen = new Set(data.itemsOf('train'));
  const before = seen.size;
  for (const member of members) if (member.source === source) member.trainedOn.forEach(item => seen.add(item));
  if (report.fittedOn?.split === 'validation') data.itemsOf('validation').forEach(item => seen.add(item));
  if (seen.size === before) return null;
  return artifacts.write(new Uint8Array(Uint32Array.from(seen).sort().buffer));
}

/** The data must be what the members take and answer. */
function assertFits(members: readonly SourceMember[], { inputShape, task }: LoadedDataset): void {
  const odd = members.find(({ model: { card } }) => card.task !== task || card.inputShape.join() !== inputShape.join());
  if (odd === undefined) return;
  const { card } = odd.model;
  throw invalidInput(
    `Members for items of [${inputShape.join(', ')}] with ${task} are required by the data, but '${odd.name}' takes [${card.inputShape.join(', ')}] and gives ${card.task}`,
    { path: 'members' },
  );
}
