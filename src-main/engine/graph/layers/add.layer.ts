import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { shapeText } from '../shape-checks.ts';

/** The sum of equally shaped inputs, value by value: a residual connection. No multiply-adds are counted. */
export const add = defineLayer({
  id: 'add',
  title: 'Add',
  help: 'Sums its inputs value by value; with a shortcut, a residual connection.',
  source: 'He 2015, arXiv:1512.03385',
  revision: 1,
  inputs: [2, 64],
  params: {},
  namePrefix: () => 'add',
  outputShape(_config, inputs) {
    const [first = [], ...others] = inputs;
    if (others.every(shape => shapeText(shape) === shapeText(first))) return first;
    throw invalidInput(`add needs inputs of equal shape, got ${inputs.map(shapeText).join(' and ')}`, {
      hint: 'Bring the shortcut to the same shape, e.g. with a 1×1 convolution of the same stride.',
    });
  },
  parameters: () => [],
  apply: ({ tf, inputs }) => inputs.reduce((sum: Tensor, x) => tf.add(sum, x)),
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'join' }),
});
