import { model, thresholds } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const predictStep = defineStepKind({
  id: 'predict',
  title: 'Predict',
  help: 'Answers for new pictures, recordings, texts or rows, with the preprocessing that the model carries.',
  fields: {
    model: { ...model, help: 'Of a group of replicates, the one with the best validation figure answers.' },
    source: {
      kind: 'text',
      label: 'New items',
      help: 'A file, a folder, or a ZIP or tar archive of one.',
      path: 'source',
      pattern: '.+',
      patternHelp: 'a source',
    },
    format: {
      kind: 'choice',
      label: 'File of answers',
      help: 'csv: a row an item, for spreadsheets; jsonl: a JSON object a line.',
      default: 'csv',
      options: ['csv', 'jsonl'],
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
