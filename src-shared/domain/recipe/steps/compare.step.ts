import { model, thresholds } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const compare = defineStepKind({
  id: 'compare',
  title: 'Compare',
  help: 'Puts models side by side on the same items: quality with intervals, size, speed, and who got which item right.',
  fields: {
    models: { kind: 'list', label: 'Models', of: model, minItems: 1, maxItems: 200 },
    split: { kind: 'choice', label: 'Split', default: 'test', options: ['train', 'validation', 'test'] },
    thresholds,
  },
  produces: 'report',
  usesEngine: true,
  overGroups: 'all',
  // 2: keeps the answers.
  revision: 2,
});
