import { model, thresholds } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const evaluate = defineStepKind({
  id: 'evaluate',
  title: 'Evaluate',
  help: 'Measures one model on one split, with intervals.',
  fields: {
    model,
    split: { kind: 'choice', label: 'Split', default: 'validation', options: ['train', 'validation', 'test'] },
    thresholds,
  },
  produces: 'evaluation',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
});
