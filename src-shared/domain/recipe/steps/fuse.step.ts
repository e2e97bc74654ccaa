import { batchSize, data, epochs, learningRateSchedule, model, optimizer } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';
import { newNetwork } from '../training-fields.ts';

export const fuse = defineStepKind({
  id: 'fuse',
  title: 'Fuse',
  help: 'Makes one model of several: side by side, one after the other, or by averaging their weights.',
  fields: {
    members: {
      kind: 'list',
      label: 'Members',
      help: 'At least two models; replicates of a step are a member each.',
      of: model,
      optional: true,
      maxItems: 64,
    },
    crossValidated: {
      kind: 'list',
      label: 'Cross-validated members',
      help: 'Members made by cross-validate steps with the same folds; stacking learns from their out-of-fold predictions.',
      of: model,
      optional: true,
      maxItems: 64,
    },
    method: {
      kind: 'algorithm',
      registry: 'fusion-method',
      tag: 'kind',
      label: 'Method',
      default: { kind: 'average' },
    },
    data: {
      ...data,
      help: 'What the fusion is fitted and judged on; left out: the data of the first member.',
      optional: true,
    },
    stage: { ...newNetwork, label: 'Stage', help: 'For boosting: the network of every stage.', optional: true },
    optimizer,
    schedule: learningRateSchedule,
    epochs: { ...epochs, help: 'For what is trained: of each stage of a boosting, of each link of a chain.', default: 3 },
    batchSize,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'all',
  revision: 1,
});
