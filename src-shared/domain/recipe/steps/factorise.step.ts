import { augment, batchSize, fineTune, gradientClipping, model, optimizer } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

const share = { kind: 'number', min: 0, aboveMin: true, optional: true } as const;

export const factorise = defineStepKind({
  id: 'factorise',
  title: 'Factorise',
  help: 'Replaces kernels of dense and convolutional layers by products of two smaller ones, and fine-tunes them.',
  fields: {
    model,
    layers: {
      kind: 'list',
      label: 'Layers',
      help: 'Left out: all that get smaller.',
      of: { kind: 'text', label: 'A layer’s name' },
      optional: true,
      minItems: 1,
    },
    energy: {
      ...share,
      label: 'Energy kept',
      help: 'Share of the squared singular values, as weighted, that stays in every kernel. One target at most; 0.9 when there is none.',
      max: 1,
      source: 'Eckart & Young 1936, doi:10.1007/BF02288367',
    },
    parameters: { ...share, label: 'Parameters left', help: 'Greatest share of the model’s parameters, instead of an energy.', max: 0.999 },
    multiplyAdds: {
      ...share,
      label: 'Multiply-adds left',
      help: 'Greatest share of the model’s multiply-adds, instead of an energy.',
      max: 0.999,
    },
    weighting: {
      kind: 'choice',
      label: 'What counts',
      help: 'inputs: a weight counts as much as the values it is multiplied by on training items; none: all weights count alike.',
      default: 'inputs',
      options: ['inputs', 'none'],
    },
    optimizer,
    fineTune: { ...fineTune, help: 'Training of the factors.' },
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
