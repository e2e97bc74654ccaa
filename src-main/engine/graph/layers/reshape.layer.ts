import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer, type ChannelRule } from '../layer.ts';
import { channelsOf, only, shapeText, sizeOf } from '../shape-checks.ts';

/** The same values in the same row-major order under other axes; the batch axis stays. */
export const reshape = defineLayer({
  id: 'reshape',
  title: 'Reshape',
  help: 'The same values under other axes.',
  source: 'Definition',
  revision: 1,
  shorthand: 'shape',
  inputs: [1, 1],
  params: {
    shape: {
      kind: 'list',
      label: 'New shape',
      help: 'Sizes without the batch axis; their product must be the number of values.',
      of: { kind: 'number', label: 'Size', min: 1, max: 2 ** 31, integer: true },
      minItems: 1,
      maxItems: 6,
    },
  },
  namePrefix: () => 'reshape',
  outputShape({ shape }, inputs) {
    const before = only(inputs);
    if (sizeOf(shape) === sizeOf(before)) return shape;
    throw invalidInput(`reshape to ${shapeText(shape)} needs ${sizeOf(shape)} values, got ${shapeText(before)} with ${sizeOf(before)}`);
  },
  parameters: () => [],
  apply: ({ tf, config, inputs: [x] }) => tf.reshape(x as Tensor, [(x as Tensor).shape[0] ?? 0, ...config.shape]),
  integers: () => 'selects',
  multiplyAdds: () => 0,
  channels: ({ shape }, inputs) => channelRule(channelsOf(only(inputs)), channelsOf(shape)),
  resize: ({ shape }, channels) => ({ shape: shape.with(-1, channels) }),
});

/**
 * Row-major, entry e of the last axis before and after stands at flat places that are e modulo that axis, so channels can
 * be followed wherever one of the two sizes divides the other.
 */
function channelRule(before: number, after: number): ChannelRule {
  if (before === after) return { kind: 'pass', parameters: [] };
  if (after % before === 0) return { kind: 'unfold', positions: after / before };
  if (before % after !== 0) return { kind: 'fixed', reason: 'reshape mixes positions and channels' };
  if (after === 1) return { kind: 'fixed', reason: 'reshape makes one channel of all' };
  return { kind: 'fold', positions: before / after };
}
