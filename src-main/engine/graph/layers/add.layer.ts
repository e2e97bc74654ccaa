import type { Tensor } from '../../tensor-library.ts';
import { joinedShape, spread } from '../broadcast.ts';
import { defineLayer } from '../layer.ts';

/** The sum of its inputs, value by value: a residual connection. Shapes: see `joinedShape`. No multiply-adds are counted. */
export const add = defineLayer({
  id: 'add',
  title: 'Add',
  help: 'Sums its inputs value by value; with a shortcut, a residual connection.',
  source: 'He 2015, arXiv:1512.03385',
  revision: 1,
  inputs: [2, 64],
  params: {},
  namePrefix: () => 'add',
  outputShape: (_config, inputs) => joinedShape('add', inputs),
  parameters: () => [],
  apply: ({ tf, inputs }) => spread(tf, inputs).reduce((sum: Tensor, x) => tf.add(sum, x)),
  integers: () => 'mixes',
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'join' }),
});
