import { defineStepKind } from '../step-kind.ts';

const share = { kind: 'number', label: 'Share or count', help: 'Below 1 a share of the items, else a count.', min: 0, max: 1e9 } as const;

export const importData = defineStepKind({
  id: 'import-data',
  title: 'Import data',
  help: 'Reads a data set, fits its preprocessing on the training part, and fixes the splits.',
  fields: {
    source: {
      kind: 'text',
      label: 'Source',
      help: 'builtin:NAME, a file, a folder, or a ZIP or tar archive of one.',
      path: 'source',
      pattern: '.+',
      patternHelp: 'a source',
    },
    onlyClasses: {
      kind: 'list',
      label: 'Only these classes',
      help: 'Left out: all of them.',
      optional: true,
      of: { kind: 'text', label: 'Class', pattern: '.+', patternHelp: 'the name of a class' },
      minItems: 2,
      maxItems: 10_000,
    },
    splits: {
      kind: 'group',
      label: 'Splits',
      default: {},
      fields: {
        train: { ...share, label: 'Training items', optional: true },
        validation: { ...share, label: 'Validation items', default: 0.1 },
        test: { ...share, label: 'Test items', help: "Left out: the source's own test part, or 15 %.", optional: true },
        from: {
          kind: 'choice',
          label: 'Parts of the source',
          help: 'Folders called train, validation and test, or the column split of a list. auto: taken where there are some; folders: required; drawn: not looked at.',
          default: 'auto',
          options: ['auto', 'folders', 'drawn'],
        },
        by: {
          kind: 'choice',
          label: 'Assign items by',
          help: "lot: drawn, in exact shares. hash: by a hash of an item's file name, text or cells, or of its group, so that it never changes side when others come or go; the shares are met about, and class shares are what comes of it.",
          default: 'lot',
          options: ['lot', 'hash'],
        },
        stratify: { kind: 'flag', label: 'Keep class shares equal', default: true },
        groupBy: {
          kind: 'text',
          label: 'Keep together by column',
          help: 'Rows with the same value (a speaker, a patient) stay in one split, and can in folds; the column is no input then.',
          pattern: '.+',
          patternHelp: 'a column name',
          column: { of: 'any', role: 'Keeps items together' },
          optional: true,
        },
        orderBy: {
          kind: 'text',
          label: 'Split in the order of a column',
          help: 'Rows with the latest times (or greatest numbers) are the test part, those before them the validation part: as a model meets what comes later. Nothing is drawn by lot then.',
          pattern: '.+',
          patternHelp: 'a column name',
          column: { of: 'any', role: 'Gives the order' },
          optional: true,
        },
        seed: { kind: 'number', label: 'Seed', default: 1, min: 0, max: 2 ** 53 - 1, integer: true },
      },
    },
  },
  spread: { registry: 'reader', tag: 'kind', guessFrom: 'source' },
  produces: 'data',
  usesEngine: false,
  overGroups: 'all',
  revision: 2,
});
