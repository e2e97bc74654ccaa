import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { defineLayer } from '../layer.ts';

/** Where values enter the model. It is handed the fed tensor as its only input and gives it on. */
export const input = defineLayer({
  id: 'input',
  title: 'Input',
  help: 'Where values enter the model.',
  source: 'Definition',
  revision: 1,
  shorthand: 'shape',
  inputs: [0, 0],
  params: {
    shape: {
      kind: 'list',
      label: 'Shape',
      help: 'Sizes without the batch axis, channels last.',
      of: { kind: 'number', label: 'Size', min: 1, max: 2 ** 31, integer: true },
      minItems: 1,
      maxItems: 6,
    },
  },
  namePrefix: () => 'input',
  outputShape: config => config.shape,
  parameters: () => [],
  apply({ inputs: [fed] }) {
    if (fed === undefined) throw invalidInput('a value is required for every input of the model, got none');
    return fed;
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'fixed', reason: 'it is the model’s input' }),
});
