import { augment, batchSize, fineTune, gradientClipping, measuredLatencyMs, model, optimizer, weightDecay } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

const budget = { kind: 'number', min: 0, aboveMin: true, max: 1e15, scale: 'log' } as const;
const ratio = { kind: 'number', label: 'Share', min: 0, aboveMin: true, max: 1 } as const;

export const prune = defineStepKind({
  id: 'prune',
  title: 'Prune',
  help: 'Removes what a criterion finds least important, along a schedule, and fine-tunes what is left.',
  fields: {
    model,
    criterion: { kind: 'algorithm', registry: 'criterion', tag: 'kind', label: 'Criterion', default: { kind: 'magnitude' } },
    granularity: {
      kind: 'algorithm',
      registry: 'granularity',
      tag: 'kind',
      label: 'Granularity',
      help: 'What is removed as one.',
      default: { kind: 'weights' },
    },
    target: {
      kind: 'variant',
      label: 'Target',
      help: 'How much stays, or goes. Parameters, multiply-adds and bytes: up to 1 as a share, above 1 as a number.',
      optional: true,
      variants: {
        keep: { kind: 'record', label: 'Kept share per layer', of: ratio },
        channels: {
          kind: 'record',
          label: 'These channels, by layer',
          of: { kind: 'list', label: 'Channels', of: { kind: 'number', label: 'Channel', min: 0, max: 65_535, integer: true } },
        },
        layers: {
          kind: 'list',
          label: 'These layers or blocks',
          help: 'A block goes by the name of the addition that closes it.',
          of: { kind: 'text', label: 'Layer' },
        },
        sparsity: { kind: 'number', label: 'Share removed', min: 0, aboveMin: true, max: 0.999 },
        parameters: { ...budget, label: 'Parameters left' },
        multiplyAdds: { ...budget, label: 'Multiply-adds left' },
        bytes: { ...budget, label: 'Bytes of the file left', unit: 'bytes' },
        latency: {
          kind: 'number',
          label: 'Share of the time left, measured here',
          help: 'Of the time the exported file takes for one item on one thread, beside that of the unpruned model.',
          min: 0,
          aboveMin: true,
          max: 0.999,
        },
        latencyMs: measuredLatencyMs,
        accuracy: {
          kind: 'number',
          label: 'As much as keeps this validation accuracy',
          help: 'Prunes and fine-tunes five times to find the most that can go.',
          min: 0,
          aboveMin: true,
          max: 1,
        },
        loss: { kind: 'number', label: 'As much as keeps this validation loss', min: 0, aboveMin: true, max: 1e12 },
      },
    },
    scope: {
      kind: 'choice',
      label: 'Ranking',
      help: 'With a target for the whole model: remove the same share of every layer, rank all layers together, or rank them by score per cost, so that what is cheap for the target stays.',
      default: 'per-layer',
      options: ['per-layer', 'global', 'global-by-cost'],
    },
    schedule: { kind: 'algorithm', registry: 'pruning-schedule', tag: 'kind', label: 'Schedule', default: { kind: 'cubic' } },
    optimizer,
    fineTune: { ...fineTune, help: 'Training at the final sparsity.' },
    controls: {
      kind: 'group',
      label: 'Controls',
      help: 'Trained beside the result, with the same data and epochs: what pruning has to be better than.',
      default: {},
      fields: {
        random: { kind: 'flag', label: 'Random choice at the same budget', default: true },
        scratch: {
          kind: 'flag',
          label: 'The pruned shape from scratch',
          source: 'Liu et al. 2019, arXiv:1810.05270',
          default: true,
        },
        dense: { kind: 'flag', label: 'The unpruned model with the same extra epochs', default: true },
      },
    },
    augment,
    batchSize,
    weightDecay,
    gradientClipping,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  trainings: ({ controls }) => 1 + Object.values((controls ?? {}) as Readonly<Record<string, boolean>>).filter(Boolean).length,
  revision: 2,
});
