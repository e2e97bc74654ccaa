import { batchSize, gradientClipping, learningRate, model, optimizer } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

const ratio = { kind: 'number', label: 'Share', min: 0, aboveMin: true, max: 1 } as const;

export const prune = defineStepKind({
  id: 'prune',
  title: 'Prune',
  help: 'Removes what a criterion finds least important, along a schedule, and fine-tunes what is left.',
  fields: {
    model,
    criterion: { kind: 'algorithm', registry: 'criterion', tag: 'kind', label: 'Criterion', default: { kind: 'magnitude' } },
    granularity: { kind: 'choice', label: 'Granularity', default: 'weights', options: ['weights'] },
    target: {
      kind: 'variant',
      label: 'Target',
      variants: {
        keep: { kind: 'record', label: 'Kept share per layer', of: ratio },
        sparsity: { kind: 'number', label: 'Share removed', min: 0, aboveMin: true, max: 0.999 },
      },
    },
    scope: {
      kind: 'choice',
      label: 'Ranking',
      help: 'With a sparsity target: rank all weights together, or remove the same share of every layer.',
      default: 'per-layer',
      options: ['per-layer', 'global'],
    },
    schedule: { kind: 'algorithm', registry: 'pruning-schedule', tag: 'kind', label: 'Schedule', default: { kind: 'cubic' } },
    optimizer,
    fineTune: {
      kind: 'group',
      label: 'Fine-tune',
      help: 'Training at the final sparsity.',
      default: {},
      fields: {
        epochs: { kind: 'number', label: 'Epochs', default: 3, min: 0, max: 10_000, integer: true },
        learningRate: {
          ...learningRate,
          default: 0.0003,
          source: 'A third of the training rate; Renda 2020, arXiv:2003.02389 finds low rates safe',
        },
      },
    },
    batchSize,
    gradientClipping,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
});
