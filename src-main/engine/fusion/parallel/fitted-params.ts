import type { ChoiceSpec } from '../../../../src-shared/domain/params/param-spec.ts';

/** Where fitted methods are fitted. The test part is not among the choices, and the training part is what members know by heart. */
export const fitOn = {
  kind: 'choice',
  label: 'Fit on',
  help: 'Items that no member was trained on.',
  default: 'validation',
  options: ['validation'],
} as const satisfies ChoiceSpec;

export const objective = {
  kind: 'choice',
  label: 'Minimise',
  help: 'The log loss sees how sure a member is; the error counts wrong answers only. Of values, both are the squared error.',
  default: 'log-loss',
  options: ['log-loss', 'error'],
  source: 'Caruana et al. 2004, doi:10.1145/1015330.1015432: the smooth measure overfits less',
} as const satisfies ChoiceSpec;
