import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, shapeText } from '../shape-checks.ts';

/** The same values with their axes in another order: axis i of the result is axis `order[i]` of the input, counted from 1. */
export const permute = defineLayer({
  id: 'permute',
  title: 'Permute',
  help: 'Puts the axes into another order.',
  source: 'Definition',
  revision: 1,
  shorthand: 'order',
  inputs: [1, 1],
  params: {
    order: {
      kind: 'list',
      label: 'Order of the axes',
      help: 'Counted from 1; the items’ axis stays in front.',
      of: { kind: 'number', label: 'Axis', min: 1, max: 6, integer: true },
      minItems: 1,
      maxItems: 6,
    },
  },
  namePrefix: () => 'permute',
  outputShape({ order }, inputs) {
    const shape = only(inputs);
    if ([...order].sort((a, b) => a - b).every((axis, i) => axis === i + 1) && order.length === shape.length)
      return order.map(axis => shape[axis - 1]!);
    throw invalidInput(`permute needs every axis of its input once, got [${order.join(', ')}] for ${shapeText(shape)}`);
  },
  parameters: () => [],
  apply: ({ tf, config: { order }, inputs: [x] }) => tf.transpose(x as Tensor, [0, ...order]),
  multiplyAdds: () => 0,
  channels: ({ order }) =>
    order.at(-1) === order.length
      ? { kind: 'pass', parameters: [] }
      : { kind: 'fixed', reason: 'channels become places, and places channels' },
});
