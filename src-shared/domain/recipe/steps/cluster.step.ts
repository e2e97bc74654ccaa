import { augment, batchSize, fineTune, gradientClipping, learningRate, model, optimizer } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

const bits = { kind: 'number', label: 'Bits', min: 1, max: 12, integer: true, unit: 'bits' } as const;
const source = 'Han et al. 2015, arXiv:1510.00149, table 6';

export const cluster = defineStepKind({
  id: 'cluster',
  title: 'Share weights',
  help: 'Gives the weights of each layer few different values, so that the stored file is small, and fine-tunes those values.',
  fields: {
    model,
    bits: {
      kind: 'group',
      label: 'Bits a weight',
      help: 'A layer gets at most 2 to the power of this many different weights.',
      default: {},
      fields: {
        filters: { ...bits, label: 'Convolutions', default: 8, source },
        matrices: { ...bits, label: 'Other layers', default: 5, source },
        layers: { kind: 'record', label: 'Bits per layer', help: 'By the name of the layer, before the other two.', of: bits, default: {} },
      },
    },
    optimizer,
    fineTune: {
      ...fineTune,
      help: 'Training of the shared values; which weight has which value stays.',
      fields: {
        epochs: fineTune.fields.epochs,
        learningRate: {
          ...learningRate,
          default: 0.0001,
          source: 'Han et al. 2015, arXiv:1510.00149: low rates, as sums of gradients are large',
        },
      },
    },
    augment,
    batchSize,
    gradientClipping,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
});
