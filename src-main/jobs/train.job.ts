import type { DatasetManifest } from '../../src-shared/domain/dataset.ts';
import type { ModelCard } from '../../src-shared/domain/graph/model-card.ts';
import type { Masks, ModelGraph, Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue, LayerEntry, ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { train } from '../../src-shared/domain/recipe/steps/train.step.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { graphFromLayers } from '../engine/graph/build.ts';
import { initialParameters } from '../engine/graph/parameters.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { presets } from '../engine/graph/presets/index.ts';
import { runTraining } from '../engine/training/run-training.ts';
import { dataInput, modelInput } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
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
    const { augment, schedule, optimizer, loss, epochs, batchSize, weightDecay, gradientClipping, earlyStopping, keep } = values;
    const { tf, compiler } = await context.engine(trainingLoad({ graph: start.graph, data }, { optimizer, batchSize }));
    const settings = { augment, schedule, optimizer, loss, epochs, batchSize, weightDecay, gradientClipping, earlyStopping, keep };
    const result = await runTraining({ tf, compiler, data, seed: input.seed, ...start, ...settings }, context);
    return saveModel({ graph: start.graph, card: cardOf(data.manifest, data) }, result, dataRef, context.artifacts);
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

function newGraph(
  model: AlgorithmValue | { readonly layers: readonly LayerEntry[] },
  { inputShape, outputs, task }: LoadedDataset,
): ModelGraph {
  if ('layers' in model) return graphFromLayers(model.layers as readonly LayerEntry[], { inputShape, outputs, task });
  const { id, params } = splitAlgorithm(model, 'preset');
  return presets.require(id).build(params, { inputShape, outputs });
}

/** The name is given when the model is handed over: what a step is called changes nothing it computes. */
function cardOf({ target, preprocessing }: DatasetManifest, { inputShape }: LoadedDataset): ModelCard {
  return { name: 'model', task: target.task, classes: target.classes, label: target.label, inputShape, preprocessing };
}
