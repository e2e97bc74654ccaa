import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { QuantisationScheme } from '../../src-shared/domain/quantisation.ts';
import type { FileQuantisation } from '../../src-shared/domain/step-output.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { fileQuality, qualityOf } from '../engine/evaluation/file-quality.ts';
import { predictSplit } from '../engine/evaluation/predict.ts';
import type { RuntimeSession } from '../engine/formats/format.ts';
import { quantiseNetwork } from '../engine/quantisation/quantise-model.ts';
import type { JobContext, JobInput } from './job.ts';

/** A model as a file is to hold it. */
export interface FileModel {
  readonly model: Model;
  /** Of one that was quantised for the file. */
  readonly quantisation: Omit<FileQuantisation, 'quality'> | null;
}

interface Place {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly data: LoadedDataset;
}

/** The model, quantised by the scheme where there is one: by items of the training part. */
export async function modelForFile({ input, context, data }: Place, model: Model, scheme: QuantisationScheme | null): Promise<FileModel> {
  if (scheme === null) return { model, quantisation: null };
  const { tf } = await context.engine();
  const setup = { tf, data, seed: input.seed, turn: () => context.turn() };
  const { network, layers } = await quantiseNetwork(model, scheme, setup);
  for (const { node, reason } of layers) if (reason !== null) context.log('info', `${node} stays in float32: ${reason}`);
  return { model: { ...network, card: model.card }, quantisation: { precision: scheme.precision, layers } };
}

/** What the file is worth on the validation part, and the model in float32; null without that part. */
export async function measuredQuality(
  { input, context, data }: Place,
  { graph, parameters }: Model,
  session: RuntimeSession,
): Promise<FileQuantisation['quality']> {
  if (data.count('validation') === 0) return null;
  const call = { data, seed: input.seed, turn: () => context.turn() };
  const engine = await context.engine();
  const answers = await predictSplit({ ...call, engine, graph, parameters, split: 'validation' });
  const [model, file] = [await qualityOf(call, answers), await fileQuality(call, session)];
  return model === null || file === null ? null : { model, file };
}
