import type { AlgorithmSpec, ChoiceSpec, GroupSpec, ListSpec, NumberSpec, ReferenceSpec } from '../params/param-spec.ts';

/** Fields that several step kinds share, described once. */

/** For items with several labels. */
export const thresholds = {
  kind: 'choice',
  label: 'Thresholds of labels',
  help: 'The least probability that counts as having a label; validation: for each label the one with the best F1 there.',
  default: 'half',
  options: ['half', 'validation'],
} as const satisfies ChoiceSpec;

export const model = {
  kind: 'reference',
  to: 'model',
  label: 'Model',
  help: 'A step that yields a model, or model:NAME.',
} as const satisfies ReferenceSpec;

export const data = {
  kind: 'reference',
  to: 'data',
  label: 'Data',
  help: 'An import-data step, or data:NAME.',
} as const satisfies ReferenceSpec;

export const optimizer = {
  kind: 'algorithm',
  registry: 'optimizer',
  tag: 'kind',
  label: 'Optimizer',
  default: { kind: 'adam' },
} as const satisfies AlgorithmSpec;

export const learningRateSchedule = {
  kind: 'algorithm',
  registry: 'schedule',
  tag: 'kind',
  label: 'Learning rate schedule',
  default: { kind: 'constant' },
} as const satisfies AlgorithmSpec;

export const augment = {
  kind: 'list',
  label: 'Augmentation',
  help: 'Random changes of the training inputs, anew at every step, one after the other.',
  of: { kind: 'algorithm', registry: 'augmentation', tag: 'kind', label: 'Change' },
  optional: true,
  minItems: 1,
  maxItems: 20,
} as const satisfies ListSpec;

export const epochs = {
  kind: 'number',
  label: 'Epochs',
  help: 'Passes over the training part.',
  min: 1,
  max: 10_000,
  integer: true,
} as const satisfies NumberSpec;

export const batchSize = {
  kind: 'number',
  label: 'Batch size',
  help: 'Items per optimizer step.',
  default: 64,
  min: 1,
  max: 65_536,
  integer: true,
} as const satisfies NumberSpec;

export const learningRate = {
  kind: 'number',
  label: 'Learning rate',
  default: 0.001,
  min: 0,
  aboveMin: true,
  max: 10,
  scale: 'log',
  source: 'Kingma & Ba 2015, arXiv:1412.6980',
} as const satisfies NumberSpec;

export const earlyStopping = {
  kind: 'group',
  label: 'Early stopping',
  help: 'Stops when the watched figure has not improved for some epochs.',
  optional: true,
  fields: {
    patience: { kind: 'number', label: 'Patience', unit: 'epochs', default: 3, min: 1, max: 1000, integer: true },
    metric: { kind: 'choice', label: 'Watched figure', default: 'validation.loss', options: ['validation.loss', 'validation.accuracy'] },
    minimumChange: { kind: 'number', label: 'Least change that counts', default: 0, min: 0, max: 100 },
  },
} as const satisfies GroupSpec;

/** Which epoch of a training is the model. */
export const keep = {
  kind: 'choice',
  label: 'Keep',
  help: 'The epoch with the least validation loss, the one with the greatest validation accuracy (of equal ones the least loss), or the last one.',
  default: 'best',
  options: ['best', 'most-accurate', 'last'],
} as const satisfies ChoiceSpec;

export type Keep = (typeof keep.options)[number];

export const gradientClipping = {
  kind: 'group',
  label: 'Gradient clipping',
  help: 'Scales the whole gradient down to this norm when it is longer.',
  optional: true,
  fields: { norm: { kind: 'number', label: 'Greatest norm', default: 1, min: 0, aboveMin: true, max: 1e6 } },
} as const satisfies GroupSpec;

export const measuredLatencyMs = {
  kind: 'number',
  label: 'Time for one item, measured here',
  help: 'Of the exported file on one thread.',
  unit: 'ms',
  min: 0,
  aboveMin: true,
  max: 1e6,
  scale: 'log',
} as const satisfies NumberSpec;

export const weightDecay = {
  kind: 'number',
  label: 'Weight decay (L2)',
  help: 'λ/2·‖w‖² over kernels, added to the loss.',
  default: 0,
  min: 0,
  max: 10,
} as const satisfies NumberSpec;

/** Further training of what a step made of a model, at a rate that falls to nothing. */
export const fineTune = {
  kind: 'group',
  label: 'Fine-tune',
  default: {},
  fields: {
    epochs: { ...epochs, default: 3, min: 0 },
    learningRate: {
      ...learningRate,
      default: 0.0003,
      source: 'A third of the training rate; Renda 2020, arXiv:2003.02389 finds low rates safe',
    },
    schedule: { ...learningRateSchedule, default: { kind: 'cosine' } },
  },
} as const satisfies GroupSpec;
