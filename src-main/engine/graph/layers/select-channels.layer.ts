import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { channelsOf, only, shapeText } from '../shape-checks.ts';

/** Some of the channels, in the order given: brings the classes of one model into the order of another. */
export const selectChannels = defineLayer({
  id: 'select-channels',
  title: 'Select channels',
  help: 'Takes channels of its input, in the order given.',
  source: 'Definition',
  revision: 1,
  shorthand: 'channels',
  inputs: [1, 1],
  params: {
    channels: {
      kind: 'list',
      label: 'Channels',
      help: 'Counted from 0; one may be taken more than once.',
      of: { kind: 'number', label: 'Channel', min: 0, max: 1_000_000, integer: true },
      minItems: 1,
      maxItems: 65_536,
    },
  },
  namePrefix: () => 'select',
  outputShape({ channels }, inputs) {
    const shape = only(inputs);
    const absent = channels.find(channel => channel >= channelsOf(shape));
    if (absent === undefined) return [...shape.slice(0, -1), channels.length];
    throw invalidInput(`select-channels needs channels below ${channelsOf(shape)} for an input of ${shapeText(shape)}, got ${absent}`);
  },
  parameters: () => [],
  // By its number: not every back end counts axes from the end.
  apply: ({ tf, config, inputs: [x] }) => tf.gather(x as Tensor, tf.tensor1d([...config.channels], 'int32'), (x as Tensor).rank - 1),
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'fixed', reason: 'channels are taken by their number' }),
});
