import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { shapeText } from '../shape-checks.ts';

/** The greatest of equally shaped inputs, value by value. */
export const maximum = defineLayer({
  id: 'maximum',
  title: 'Maximum',
  help: 'Takes the greatest of its inputs, value by value.',
  source: 'Goodfellow 2013, arXiv:1302.4389',
  revision: 1,
  inputs: [2, 64],
  params: {},
  namePrefix: () => 'maximum',
  outputShape(_config, inputs) {
    const [first = [], ...others] = inputs;
    if (others.every(shape => shapeText(shape) === shapeText(first))) return first;
    throw invalidInput(`maximum needs inputs of equal shape, got ${inputs.map(shapeText).join(' and ')}`);
  },
  parameters: () => [],
  apply: ({ tf, inputs }) => inputs.reduce((greatest: Tensor, x) => tf.maximum(greatest, x)),
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'join' }),
});
