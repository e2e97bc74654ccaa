import {
  augment,
  batchSize,
  data,
  earlyStopping,
  epochs,
  gradientClipping,
  learningRateSchedule,
  model,
  optimizer,
} from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const train = defineStepKind({
  id: 'train',
  title: 'Train',
  help: 'Trains a preset, a list of layers, or an existing model further.',
  fields: {
    data,
    model: {
      kind: 'one-of',
      label: 'Model',
      options: [
        { kind: 'algorithm', registry: 'preset', tag: 'preset', label: 'A preset ({ preset: mlp, … })' },
        { kind: 'group', label: 'A list of layers ({ layers: […] })', fields: { layers: { kind: 'layers', label: 'Layers' } } },
        { ...model, label: 'The name of a model to go on with' },
      ],
    },
    optimizer,
    schedule: learningRateSchedule,
    loss: { kind: 'algorithm', registry: 'loss', tag: 'kind', label: 'Loss', help: 'Left out: the one of the task.', optional: true },
    augment,
    epochs,
    batchSize,
    weightDecay: {
      kind: 'number',
      label: 'Weight decay (L2)',
      help: 'λ/2·‖w‖² over kernels, added to the loss.',
      default: 0,
      min: 0,
      max: 10,
    },
    gradientClipping,
    earlyStopping,
    keep: {
      kind: 'choice',
      label: 'Keep',
      help: 'The epoch with the least validation loss, or the last one.',
      default: 'best',
      options: ['best', 'last'],
    },
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
});
