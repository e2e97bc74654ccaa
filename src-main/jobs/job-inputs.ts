import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { DataOutput, ModelOutput } from '../../src-shared/domain/step-output.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import type { ArtifactFiles } from '../engine/data/ports.ts';
import { withOwnInputs } from '../engine/data/own-inputs.ts';
import { decodeModel } from '../engine/formats/native.ts';
import type { JobInput, NamedOutput } from './job.ts';
import { readNamed } from './read-named.ts';

/** A model among a job's inputs, loaded. */
export interface InputModel {
  readonly name: string;
  readonly replicate: number | null;
  readonly id: string;
  readonly output: ModelOutput;
  readonly model: Model;
}

/** The data set at this field. */
export function dataInput(input: JobInput, path: string): DataOutput {
  const [first] = input.inputs[path] ?? [];
  if (first?.output.kind !== 'data') throw new Error(`Step '${input.name}' has no data at '${path}'`);
  return first.output;
}

/**
 * The models at this field and below it (`models.0`, `models.1`), groups of replicates flattened, in order. Throws `store-damaged`,
 * which names the model, for one whose file is missing or damaged.
 */
export async function modelInputs(input: JobInput, path: string, artifacts: Pick<ArtifactFiles, 'read'>): Promise<readonly InputModel[]> {
  const found = Object.entries(input.inputs)
    .filter(([key]) => key === path || key.startsWith(`${path}.`))
    .flatMap(([, outputs]) => outputs);
  return Promise.all(found.map(named => loaded(modelOf(named), artifacts)));
}

export async function modelInput(input: JobInput, artifacts: Pick<ArtifactFiles, 'read'>): Promise<InputModel> {
  const [first] = await modelInputs(input, 'model', artifacts);
  if (first === undefined) throw new Error(`Step '${input.name}' has no model`);
  return first;
}

/** Of replicates the one with the least validation loss: chosen on validation, never on test. */
export function bestOf(models: readonly InputModel[]): InputModel {
  const lossOf = ({ output }: InputModel): number => output.summary.validation['loss'] ?? Infinity;
  const [first, ...others] = models;
  if (first === undefined) throw invalidInput('A model is required', { path: 'model' });
  return others.reduce((best, model) => (lossOf(model) < lossOf(best) ? model : best), first);
}

/** The data a model was trained on, with the inputs that it takes. */
export async function dataOf({ output, model }: InputModel, artifacts: Pick<ArtifactFiles, 'read'>): Promise<LoadedDataset> {
  const data = await loadDataset(output.data.hash, artifacts);
  return output.data.inputs === undefined ? data : withOwnInputs(data, { file: output.data.inputs, card: model.card }, artifacts);
}

/** This data, with the inputs that the model takes where it is the very data it was trained on. */
export function dataFor(model: InputModel, hash: string, artifacts: Pick<ArtifactFiles, 'read'>): Promise<LoadedDataset> {
  return model.output.data.hash === hash ? dataOf(model, artifacts) : loadDataset(hash, artifacts);
}

async function loaded(named: Omit<InputModel, 'model'>, artifacts: Pick<ArtifactFiles, 'read'>): Promise<InputModel> {
  const { name, output } = named;
  return {
    ...named,
    model: decodeModel(await readNamed(artifacts, output.file.hash, `The file of the model '${name}' is missing or damaged`)),
  };
}

function modelOf({ name, replicate, id, output }: NamedOutput): Omit<InputModel, 'model'> {
  if (output.kind !== 'model') throw new Error(`'${name}' is no model but ${output.kind}`);
  return { name, replicate, id, output };
}
