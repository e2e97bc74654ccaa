import { BIT_METHODS, METHODS, planFields, SHARE_METHODS } from '../../fit/plan-fields.ts';
import { model } from '../common-fields.ts';
import { processes, searchWays, sizeLimits, trialBudget, trialTrainings } from '../search-fields.ts';
import { defineStepKind } from '../step-kind.ts';

const { parameters, multiplyAdds, bytes, latencyMs } = sizeLimits;
const { totalEpochs } = trialBudget;

const whatFits = {
  model: { ...model, label: 'Model to make fit' },
  limits: {
    kind: 'group',
    label: 'It may be as large as',
    help: 'What is over one of these is no answer; the best of what is within them is.',
    default: {},
    fields: {
      ...sizeLimits,
      parameters: { ...parameters, help: 'Those of a mask that are zero count too.' },
      multiplyAdds: { ...multiplyAdds, help: 'For one item; of a cascade on average over the validation part.' },
      bytes: { ...bytes, help: 'Of the native file; of what is quantised, of its ONNX file where that is smaller.' },
      latencyMs: { ...latencyMs, help: 'Of its ONNX file on one thread; of a cascade on average over validation items.' },
    },
  },
  quality: {
    kind: 'variant',
    label: 'It must be as good as',
    help: 'Then the smallest that is as good is the answer; left out: the best within the limits.',
    optional: true,
    variants: {
      accuracy: { kind: 'number', label: 'Validation accuracy at least', min: 0, aboveMin: true, max: 1 },
      loss: { kind: 'number', label: 'Validation loss at most', min: 0, aboveMin: true, max: 1e12 },
    },
  },
  space: {
    kind: 'space',
    label: 'Plans',
    help: 'What is tried; any value may be a range.',
    fields: planFields,
    default: {
      method: { choose: METHODS },
      keep: { from: 0.02, to: 0.8, scale: 'log', when: { method: SHARE_METHODS } },
      precision: { choose: ['float32', 'int8'], when: { method: BIT_METHODS } },
      accuracyLoss: { from: 0.0005, to: 0.01, scale: 'log', when: { method: 'cascade' } },
      learningRate: { from: 0.0003, to: 0.003, scale: 'log', when: { method: SHARE_METHODS } },
    },
  },
  ...searchWays,
  budget: {
    kind: 'group',
    label: 'Budget',
    default: {},
    fields: {
      ...trialBudget,
      trials: { ...trialBudget.trials, default: 24 },
      totalEpochs: { ...totalEpochs, help: 'Each trial counts with its longest training; without the repeats.' },
    },
  },
} as const;

/** What one of the processes does: tries plan after plan. Nobody writes it in a recipe. */
export const fitLane = defineStepKind({
  id: 'fit-lane',
  title: 'Plans',
  help: 'Tries plans that make a model fit, one after the other.',
  fields: whatFits,
  produces: 'part',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
  trainings: trialTrainings,
});

export const fit = defineStepKind({
  id: 'fit',
  title: 'Make it fit',
  help: 'Tries ways to make a model smaller or faster, alone and one after the other, and yields the one that meets the limits best.',
  fields: { ...whatFits, processes },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
  parts: {
    kind: fitLane,
    noun: 'lane',
    isShared: true,
    count: values => Number(values['processes']),
    alsoOneOfAll: () => false,
    valuesOf: ({ processes: _processes, ...values }) => values,
  },
});
