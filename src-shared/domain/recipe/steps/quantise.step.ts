import { PRECISIONS, quantisationFields } from '../../quantisation.ts';
import { augment, batchSize, fineTune, gradientClipping, learningRate, model, optimizer } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const quantise = defineStepKind({
  id: 'quantise',
  title: 'Quantise',
  help: 'Stores and computes with fewer bits, layer by layer as far as it does no harm, and trains the model for it where asked.',
  fields: {
    model,
    precision: {
      kind: 'choice',
      label: 'Precision',
      help: 'int8: weights and activations; dynamic: ranges found for each input; weights: they alone are stored small; codebook: as one of 256 or 16 values a layer, found by k-means; float16 and bfloat16 halve the file.',
      default: 'int8',
      options: PRECISIONS,
      source: 'Jacob 2018, arXiv:1712.05877; Krishnamoorthi 2018, arXiv:1806.08342',
    },
    ...quantisationFields,
    budget: {
      kind: 'variant',
      label: 'Budget',
      help: 'Some layers stay in float32: those that lose most for the bytes they save. Left out: none does.',
      optional: true,
      variants: {
        bytes: {
          kind: 'number',
          label: 'Greatest share of the file',
          help: 'Of the bytes of the model’s ONNX file in float32.',
          min: 0.01,
          max: 1,
        },
        quality: {
          kind: 'number',
          label: 'Greatest loss of quality',
          help: 'Before a fine-tune: so much more of all answers wrong at most; for a regression, such a share of its error.',
          min: 0,
          max: 1,
        },
      },
    },
    sensitivity: {
      kind: 'flag',
      label: 'Measure every layer by itself',
      help: 'What it costs to quantise it alone; a budget asks for it in any case.',
      default: true,
    },
    optimizer,
    fineTune: {
      ...fineTune,
      help: 'Training in which weights and activations are rounded as they will be, so that the model learns to live with it.',
      fields: {
        ...fineTune.fields,
        epochs: { ...fineTune.fields.epochs, default: 0 },
        learningRate: {
          ...learningRate,
          default: 0.0001,
          source: 'Wu 2020, arXiv:2004.09602, §6: 1 % of the training rate to start with',
        },
      },
    },
    controls: {
      kind: 'group',
      label: 'Controls',
      help: 'Trained beside the result, with the same data and epochs.',
      default: {},
      fields: { dense: { kind: 'flag', label: 'The whole model with the same extra epochs', default: true } },
    },
    augment,
    batchSize,
    gradientClipping,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  trainings: ({ controls }) => 1 + Object.values((controls ?? {}) as Readonly<Record<string, boolean>>).filter(Boolean).length,
  revision: 1,
});
