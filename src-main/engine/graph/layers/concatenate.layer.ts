import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { channelsOf, shapeText } from '../shape-checks.ts';

/** Puts the channels of its inputs one behind the other; all other axes must agree. */
export const concatenate = defineLayer({
  id: 'concatenate',
  title: 'Concatenate',
  help: 'Puts the channels of its inputs one behind the other.',
  source: 'Huang 2016, arXiv:1608.06993',
  revision: 1,
  inputs: [2, 64],
  params: {},
  namePrefix: () => 'concat',
  outputShape(_config, inputs) {
    const [first = [], ...others] = inputs;
    const positions = first.slice(0, -1);
    if (others.every(shape => shapeText(shape.slice(0, -1)) === shapeText(positions))) {
      return [...positions, inputs.reduce((sum, shape) => sum + channelsOf(shape), 0)];
    }
    throw invalidInput(`concatenate needs inputs that differ in their last axis only, got ${inputs.map(shapeText).join(' and ')}`);
  },
  parameters: () => [],
  apply: ({ tf, inputs }) => tf.concat([...inputs] as Tensor[], -1),
  integers: () => 'mixes',
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'concatenate' }),
});
