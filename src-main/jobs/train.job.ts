import type { Masks, ModelGraph, Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { train } from '../../src-shared/domain/recipe/steps/train.step.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { runTraining } from '../engine/training/run-training.ts';
import { dataInput, modelInput } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { newCard, newGraph, trainingSettings } from './new-network.ts';
import { saveModel } from './save-model.ts';

type TrainValues = ParamValues<typeof train.fields>;

/** Builds or loads the network, trains it, stores it. */
export const trainJob: Job = {
  id: train.id,
  async run(input, context) {
    const values = input.values as TrainValues;
    const { manifest: dataRef } = dataInput(input, 'data');
    context.report({ fraction: 0, stage: 'preparing' });
    const data = await loadDataset(dataRef.hash, context.artifacts);
    const start = await startingPoint(input, data, context);
    const settings = trainingSettings(values);
    const { tf, compiler } = await context.engine(trainingLoad({ graph: start.graph, data }, settings));
    const result = await runTraining({ tf, compiler, data, seed: input.seed, ...start, ...settings }, context);
    return saveModel({ graph: start.graph, card: newCard(data.manifest, data) }, result, dataRef, context.artifacts);
  },
};

interface StartingPoint {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

async function startingPoint(input: JobInput, data: LoadedDataset, context: JobContext): Promise<StartingPoint> {
  const { model } = input.values as TrainValues;
  if (typeof model === 'string') {
    const { graph, parameters, masks } = (await modelInput(input, context.artifacts)).model;
    return { graph, parameters, masks };
  }
  const graph = newGraph(model, data);
  return { graph, parameters: initialParameters(graph, createRandom(input.seed).split('init')), masks: {} };
}
