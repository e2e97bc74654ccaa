import { defineLayer } from '../layer.ts';
import { only, requireImage } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { pairOf, poolSize } from '../window.ts';

/** Every value stands at factor × factor places of the larger image: the nearest neighbour. No multiply-adds are counted. */
export const upsampling = defineLayer({
  id: 'upsampling',
  title: 'Upsampling',
  help: 'Enlarges the image by repeating every value.',
  source: 'Definition',
  revision: 1,
  shorthand: 'size',
  inputs: [1, 1],
  params: { size: { ...poolSize, label: 'Factor', help: 'Times that height and width grow.' } },
  namePrefix: () => 'up',
  outputShape({ size }, inputs) {
    const [height, width, channels] = requireImage('upsampling', only(inputs));
    const [down, across] = pairOf(size);
    return [height * down, width * across, channels];
  },
  parameters: () => [],
  // In two turns: tfjs has the gradient of `tile` for few axes only.
  apply({ tf, config: { size }, inputs: [x] }) {
    const [items, height, width, channels] = (x as Tensor4D).shape;
    const [down, across] = pairOf(size);
    const wide = tf.tile(tf.reshape(x as Tensor4D, [items * height * width, 1, channels]), [1, across, 1]);
    const row = width * across * channels;
    const high = tf.tile(tf.reshape(wide, [items * height, 1, row]), [1, down, 1]);
    return tf.reshape(high, [items, height * down, width * across, channels]);
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
