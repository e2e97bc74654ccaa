import { measuredLatencyMs, model, thresholds } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const exportStep = defineStepKind({
  id: 'export',
  title: 'Export',
  help: 'Writes the model in the formats others read, loads every file again and compares its answers.',
  fields: {
    model: { ...model, help: 'Of a group of replicates, the one with the best validation figure is exported.' },
    formats: {
      kind: 'list',
      label: 'Formats',
      of: { kind: 'algorithm', registry: 'format', tag: 'format', label: 'Format' },
      minItems: 1,
      maxItems: 20,
    },
    directory: {
      kind: 'text',
      label: 'Folder',
      help: "Under the workspace unless absolute; left out: exports/ and the step's name.",
      path: 'folder',
      optional: true,
    },
    budget: {
      kind: 'group',
      label: 'Budget',
      help: 'What each format has to keep. The export says whether it does, and leaves the files either way.',
      optional: true,
      fields: {
        bytes: { kind: 'number', label: 'Greatest size', unit: 'bytes', min: 1, max: 1e12, integer: true, scale: 'log', optional: true },
        latencyMs: {
          ...measuredLatencyMs,
          help: 'The median in the runtime of the file, on one thread where it can be told.',
          optional: true,
        },
      },
    },
    thresholds: { ...thresholds, help: 'What the file takes with it as the least probability of having each label.' },
    verifyOn: { kind: 'choice', label: 'Verify on', default: 'test', options: ['train', 'validation', 'test'] },
  },
  produces: 'files',
  usesEngine: true,
  overGroups: 'all',
  revision: 1,
});
