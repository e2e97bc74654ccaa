import { data, model } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';
import { searchedFields } from '../training-fields.ts';

const whole = { kind: 'number', min: 1, max: 1e9, integer: true, scale: 'log' } as const;
const limit = { kind: 'number', min: 0, aboveMin: true, max: 1e15, scale: 'log', optional: true } as const;

const budget = {
  trials: { ...whole, label: 'Trials', help: 'Configurations that are begun at most.', default: 40, max: 100_000 },
  epochs: { ...whole, label: 'Epochs of a trial', help: 'Of one that is trained to the end.', default: 9, max: 10_000 },
  totalEpochs: { ...whole, label: 'Epochs of all trials together', help: 'Without the control and the repeats.', optional: true },
  minutes: { ...limit, label: 'Time', help: 'Nothing is begun after it; time when the program is closed does not count.', unit: 'min' },
  parameters: { ...limit, label: 'Parameters at most', help: 'A larger network is refused before it is trained.' },
  multiplyAdds: { ...limit, label: 'Multiply-adds at most' },
  bytes: { ...limit, label: 'Bytes of the file at most', unit: 'bytes' },
  latencyMs: { ...limit, label: 'Time for one item at most, measured here', help: 'Of the exported file on one thread.', unit: 'ms' },
} as const;

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
  sampler: {
    kind: 'algorithm',
    registry: 'sampler',
    tag: 'kind',
    label: 'Sampler',
    help: 'Chooses what is tried next.',
    default: { kind: 'tpe' },
  },
  scheduler: {
    kind: 'algorithm',
    registry: 'scheduler',
    tag: 'kind',
    label: 'Scheduler',
    help: 'Says which trials train on.',
    default: { kind: 'asha' },
  },
  objective: {
    kind: 'variant',
    label: 'Objective',
    help: 'Left out: accuracy for classes, the loss for values; on the validation part.',
    optional: true,
    variants: {
      maximise: { kind: 'choice', label: 'Make great', options: ['validation.accuracy'] },
      minimise: { kind: 'choice', label: 'Make small', options: ['validation.loss'] },
    },
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
  budget: { kind: 'group', label: 'Budget', default: {}, fields: budget },
  patience: {
    kind: 'number',
    label: 'Stop without gain',
    help: 'Begins no more trials once so many in a row have not been better than the best.',
    optional: true,
    min: 1,
    max: 100_000,
    integer: true,
  },
  control: {
    kind: 'choice',
    label: 'Random search beside it',
    help: 'As many epochs spent on configurations drawn by lot; "first": where no search of this data had one yet.',
    default: 'first',
    options: ['first', 'always', 'never'],
    source: 'Bergstra & Bengio 2012; Li & Talwalkar 2019, arXiv:1902.07638',
  },
  confirm: {
    kind: 'group',
    label: 'Once more with fresh seeds',
    help: 'The best of a search looks better than it is; the best of these repeats is the winner.',
    default: {},
    fields: {
      top: { kind: 'number', label: 'How many of the best', default: 3, min: 0, max: 100, integer: true },
      seeds: { kind: 'number', label: 'Seeds of each', default: 2, min: 1, max: 20, integer: true },
    },
  },
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
  revision: 1,
});

export const search = defineStepKind({
  id: 'search',
  title: 'Search',
  help: 'Tries structures and settings under a budget, and yields the best model it can confirm.',
  fields: {
    ...whatIsSearched,
    processes: {
      kind: 'number',
      label: 'Processes',
      help: 'Trials side by side, at most; as many as there are cores for.',
      default: 4,
      min: 1,
      max: 16,
      integer: true,
    },
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
  parts: {
    kind: searchLane,
    noun: 'lane',
    count: ({ processes }) => Number(processes),
    alsoOneOfAll: () => false,
    valuesOf: ({ processes: _processes, ...values }) => values,
  },
});
