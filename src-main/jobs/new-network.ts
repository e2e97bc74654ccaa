import type { DatasetManifest } from '../../src-shared/domain/dataset.ts';
import type { ModelCard } from '../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue, LayerEntry, ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import type { trainingFields } from '../../src-shared/domain/recipe/training-fields.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import type { InputMeaning } from '../engine/data/input-meaning.ts';
import { graphFromLayers, type ModelPurpose } from '../engine/graph/build.ts';
import { targetScale, withTargetScale } from '../engine/training/target-scale.ts';
import { presets } from '../engine/graph/presets/index.ts';

export type TrainingValues = ParamValues<typeof trainingFields>;

/** What a step says of how to train, out of all its fields. */
export function trainingSettings(values: TrainingValues): TrainingValues {
  const { augment, schedule, optimizer, loss, epochs, batchSize, weightDecay, gradientClipping, earlyStopping, keep } = values;
  return { augment, schedule, optimizer, loss, epochs, batchSize, weightDecay, gradientClipping, earlyStopping, keep };
}

/** A preset with its parameters, or a list of layers. */
export type NewNetwork = AlgorithmValue | { readonly layers: readonly LayerEntry[] };

/** The network a preset or a list of layers describes, for this data. */
export function newGraph(model: NewNetwork, purpose: ModelPurpose & InputMeaning): ModelGraph {
  const { inputShape, outputs, task, tokens, categories } = purpose;
  if ('layers' in model) return graphFromLayers(model.layers as readonly LayerEntry[], { inputShape, outputs, task });
  const { id, params } = splitAlgorithm(model, 'preset');
  return presets.require(id).build(params, { inputShape, outputs, tokens, categories });
}

/** The same for a training from scratch: amounts are learnt as deviations from the training part's mean, in units of their own spread. */
export function networkToTrain(model: NewNetwork, data: LoadedDataset): ModelGraph {
  return withTargetScale(newGraph(model, data), targetScale(data));
}

/** The name is given when the model is handed over: what a step is called changes nothing it computes. */
export function newCard({ target, preprocessing }: DatasetManifest, { inputShape }: Pick<LoadedDataset, 'inputShape'>): ModelCard {
  return { name: 'model', task: target.task, classes: target.classes, label: target.label, inputShape, preprocessing };
}
