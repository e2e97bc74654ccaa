import { data, model } from '../common-fields.ts';
import { foldItems, folds } from '../fold-fields.ts';
import { processes, searchWays, sizeLimits, trialBudget, trialTrainings } from '../search-fields.ts';
import { defineStepKind } from '../step-kind.ts';
import { searchedFields } from '../training-fields.ts';

const whatIsSearched = {
  data,
  space: {
    kind: 'space',
    label: 'Space',
    help: 'The fields of training, in which any value may be a range.',
    fields: { ...searchedFields, model: { ...searchedFields.model, optional: true } },
    default: {
      model: { preset: 'mlp', depth: { from: 1, to: 3 }, width: { from: 16, to: 256, scale: 'log' } },
      optimizer: { kind: 'adam', learningRate: { from: 0.0003, to: 0.03, scale: 'log' } },
    },
  },
  structure: {
    kind: 'group',
    label: 'Vary a model',
    help: 'In place of a model in the space: layers of this one are widened, removed, added.',
    optional: true,
    fields: {
      vary: { ...model, label: 'Model to vary' },
      changes: { kind: 'number', label: 'Changes at most', default: 8, min: 1, max: 100, integer: true },
      inherit: {
        kind: 'flag',
        label: 'Inherit weights',
        help: 'A changed network begins with the weights of the one it was made from.',
        default: true,
      },
    },
  },
  sampler: searchWays.sampler,
  scheduler: searchWays.scheduler,
  objective: {
    kind: 'variant',
    label: 'Objective',
    help: 'Left out: accuracy for classes, the loss for values; on the validation part. A trial keeps its best epoch by it.',
    optional: true,
    variants: {
      maximise: { kind: 'choice', label: 'Make great', options: ['validation.accuracy'] },
      minimise: { kind: 'choice', label: 'Make small', options: ['validation.loss'] },
    },
  },
  crossValidation: {
    kind: 'group',
    label: 'Judge by cross-validation',
    help: 'A trial trains a network for each fold, to its last epoch, and counts with the mean over what they did not see; it costs as many trainings. What wins is trained anew on all items.',
    source: 'Stone 1974; Kohavi 1995, A study of cross-validation and bootstrap for accuracy estimation',
    optional: true,
    fields: { folds, items: { ...foldItems, help: 'The training part; or all but the test part.' } },
  },
  besides: {
    kind: 'list',
    label: 'Also make small',
    help: 'Then there is no single best, but a front of trials.',
    of: { kind: 'choice', label: 'Cost', options: ['parameters', 'multiplyAdds', 'bytes', 'latencyMs'] },
    optional: true,
    minItems: 1,
    maxItems: 2,
  },
  budget: { kind: 'group', label: 'Budget', default: {}, fields: { ...trialBudget, ...sizeLimits } },
  patience: searchWays.patience,
  noGain: searchWays.noGain,
  control: {
    kind: 'choice',
    label: 'Random search beside it',
    help: 'As many epochs spent on configurations drawn by lot; "first": where no search of this data had one yet.',
    default: 'first',
    options: ['first', 'always', 'never'],
    source: 'Bergstra & Bengio 2012; Li & Talwalkar 2019, arXiv:1902.07638',
  },
  confirm: searchWays.confirm,
} as const;

/** What one of the processes of a search does: trains trial after trial. Nobody writes it in a recipe. */
export const searchLane = defineStepKind({
  id: 'search-lane',
  title: 'Trials',
  help: 'Trains trials of a search, one after the other.',
  fields: whatIsSearched,
  produces: 'part',
  usesEngine: true,
  overGroups: 'each',
  revision: 2,
  trainings: trialTrainings,
});

export const search = defineStepKind({
  id: 'search',
  title: 'Search',
  help: 'Tries structures and settings under a budget, and yields the best model it can confirm.',
  fields: {
    ...whatIsSearched,
    processes,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 2,
  parts: {
    kind: searchLane,
    noun: 'lane',
    isShared: true,
    count: ({ processes }) => Number(processes),
    alsoOneOfAll: () => false,
    valuesOf: ({ processes: _processes, ...values }) => values,
  },
});
