import { data, model } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';
import { newNetworks, trainingFields } from '../training-fields.ts';

export const train = defineStepKind({
  id: 'train',
  title: 'Train',
  help: 'Trains a preset, a list of layers, or an existing model further.',
  fields: {
    data,
    model: { kind: 'one-of', label: 'Model', options: [...newNetworks, { ...model, label: 'The name of a model to go on with' }] },
    ...trainingFields,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
});
