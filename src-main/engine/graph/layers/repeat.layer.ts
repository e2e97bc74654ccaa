import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, requireVector } from '../shape-checks.ts';

/** [N, C] → [N, times, C]: the same row at every place, so that it can stand beside a series, or, reshaped, an image. */
export const repeat = defineLayer({
  id: 'repeat',
  title: 'Repeat',
  help: 'Puts the same row at so many places.',
  source: 'Definition',
  revision: 1,
  shorthand: 'times',
  inputs: [1, 1],
  params: { times: { kind: 'number', label: 'Places', min: 1, max: 2 ** 24, integer: true } },
  namePrefix: () => 'repeat',
  outputShape: ({ times }, inputs) => [times, requireVector('repeat', only(inputs))],
  parameters: () => [],
  apply: ({ tf, config: { times }, inputs }) => tf.tile(tf.expandDims(inputs[0] as Tensor, 1), [1, times, 1]),
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
