import type { Masks, ModelGraph, Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import { modelInput } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { newGraph, type NewNetwork } from './new-network.ts';

/** What a training begins with. */
export interface StartingPoint {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

/** The model that the field `model` names, or the new network that it describes. */
export async function startingPoint(input: JobInput, data: LoadedDataset, context: JobContext): Promise<StartingPoint> {
  const model = input.values['model'] as NewNetwork | string;
  if (typeof model === 'string') {
    const { graph, parameters, masks } = (await modelInput(input, context.artifacts)).model;
    return { graph, parameters, masks };
  }
  const graph = newGraph(model, data);
  return { graph, parameters: initialParameters(graph, createRandom(input.seed).split('init')), masks: {} };
}
