import type { DataRef } from '../../src-shared/domain/dataset.ts';
import type { Masks, ModelGraph, Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import { dataFor, dataInput, dataOf, modelInput } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { networkToTrain, type NewNetwork } from './new-network.ts';

/** What a training begins with. */
export interface StartingPoint {
  readonly start: {
    readonly graph: ModelGraph;
    readonly parameters: Parameters;
    readonly masks: Masks;
  };
  /** Of the step, or else of the model, with the inputs that the network takes. */
  readonly data: LoadedDataset;
  readonly dataRef: DataRef;
}

/** The model that the field `model` names, or the new network that it describes. */
export async function startingPoint(input: JobInput, { artifacts }: JobContext): Promise<StartingPoint> {
  const model = input.values['model'] as NewNetwork | string;
  if (typeof model === 'string') {
    const source = await modelInput(input, artifacts);
    const { graph, parameters, masks } = source.model;
    const own = source.output.data;
    const start = { graph, parameters, masks };
    if (input.inputs['data'] === undefined) return { start, data: await dataOf(source, artifacts), dataRef: own };
    const { manifest: ref } = dataInput(input, 'data');
    const data = await dataFor(source, ref.hash, artifacts);
    return { start, data, dataRef: own.hash === ref.hash ? own : ref };
  }
  const { manifest: ref } = dataInput(input, 'data');
  const data = await loadDataset(ref.hash, artifacts);
  const graph = networkToTrain(model, data);
  return { start: { graph, parameters: initialParameters(graph, createRandom(input.seed).split('init')), masks: {} }, data, dataRef: ref };
}
