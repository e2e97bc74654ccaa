import { data, model } from '../common-fields.ts';
import { newNetworks } from '../training-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const importModel = defineStepKind({
  id: 'import-model',
  title: 'Import a model',
  help: 'Reads a network that another program trained, and compares its answers with the file’s own.',
  fields: {
    source: {
      kind: 'text',
      label: 'Source',
      help: 'A file, or a folder of the files that belong together.',
      path: 'model',
      pattern: '.+',
      patternHelp: 'a source',
    },
    data: { ...data, help: 'What the network is for: it is measured on it, and trained and pruned with it.' },
    format: {
      kind: 'algorithm',
      registry: 'model-reader',
      tag: 'kind',
      label: 'Format',
      help: 'Left out: told by the file’s name.',
      optional: true,
    },
    into: {
      kind: 'one-of',
      label: 'Structure',
      help: 'For files that hold weights alone: the network they are for.',
      optional: true,
      options: [...newNetworks, { ...model, label: 'The name of a model with that structure' }],
    },
    inputs: {
      kind: 'list',
      label: 'Inputs',
      help: 'Where a file has several: their names, in the order in which their numbers stand side by side in an item. Left out: the file’s own order.',
      of: { kind: 'text', label: 'Input', pattern: '.+', patternHelp: 'the name of an input' },
      minItems: 1,
      maxItems: 64,
      optional: true,
    },
    output: {
      kind: 'one-of',
      label: 'Output',
      help: 'Where a file has several: the name of one, or of those whose numbers answer side by side, as for a table with several labels.',
      optional: true,
      options: [
        { kind: 'text', label: 'The name of one', pattern: '.+', patternHelp: 'the name of an output' },
        {
          kind: 'list',
          label: 'The names of several',
          of: { kind: 'text', label: 'Output', pattern: '.+', patternHelp: 'the name of an output' },
          minItems: 1,
          maxItems: 64,
        },
      ],
    },
    normalise: {
      kind: 'group',
      label: 'Normalisation in front',
      help: '(x − mean) / deviation of every channel, where the network was trained on such inputs and the file does not do it itself.',
      optional: true,
      fields: {
        mean: {
          kind: 'list',
          label: 'Mean',
          of: { kind: 'number', label: 'Mean', min: -1e6, max: 1e6 },
          default: [0],
          minItems: 1,
          maxItems: 4096,
        },
        deviation: {
          kind: 'list',
          label: 'Deviation',
          of: { kind: 'number', label: 'Deviation', min: 0, aboveMin: true, max: 1e6 },
          default: [1],
          minItems: 1,
          maxItems: 4096,
        },
      },
    },
    tolerance: {
      kind: 'number',
      label: 'Greatest difference',
      help: 'Of an answer from the file’s own; of values above 1, a share of the greatest.',
      default: 0.0001,
      min: 0,
      max: 1,
      scale: 'log',
    },
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'all',
  revision: 1,
});
