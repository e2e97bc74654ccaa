import { data, model, thresholds } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const predictStep = defineStepKind({
  id: 'predict',
  title: 'Predict',
  help: 'Answers for new pictures, recordings, texts or rows, with the preprocessing that the model carries; or for the items of a data set, as soft labels.',
  fields: {
    model: { ...model, help: 'Of a group of replicates, the one with the best validation figure answers.' },
    source: {
      kind: 'text',
      label: 'New items',
      help: 'A file, a folder, or a ZIP or tar archive of one.',
      path: 'items',
      pattern: '.+',
      patternHelp: 'a source',
      optional: true,
    },
    data: {
      ...data,
      label: 'Data set',
      help: 'Instead of new items: those of its training and validation parts, by their numbers, for another program or a later distillation.',
      optional: true,
    },
    format: {
      kind: 'choice',
      label: 'File of answers',
      help: 'csv: a row an item, for spreadsheets; jsonl: a JSON object a line; npz: NumPy arrays.',
      default: 'csv',
      options: ['csv', 'jsonl', 'npz'],
    },
    thresholds,
    directory: {
      kind: 'text',
      label: 'Folder',
      help: "Under the workspace unless absolute; left out: exports/ and the step's name.",
      path: 'folder',
      optional: true,
    },
  },
  produces: 'predictions',
  usesEngine: true,
  overGroups: 'all',
  revision: 2,
});
