import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, requireImage, sizeOf } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { pairOf, poolSize } from '../window.ts';

/**
 * The image factor × factor times as large. Nearest: every value stands at as many places; no multiply-adds are counted. Bilinear:
 * values between the middles of two pixels are weighted by their distance, those outside of all middles are those of the border (the
 * rule of Keras, PyTorch without aligned corners, and ONNX's `half_pixel`).
 */
export const upsampling = defineLayer({
  id: 'upsampling',
  title: 'Upsampling',
  help: 'Enlarges the image by repeating every value, or with values between.',
  source: 'Definition',
  revision: 1,
  shorthand: 'size',
  inputs: [1, 1],
  params: {
    size: { ...poolSize, label: 'Factor', help: 'Times that height and width grow.' },
    interpolation: {
      kind: 'choice',
      label: 'Values between',
      help: 'The nearest one, or a mixture of the four around.',
      default: 'nearest',
      options: ['nearest', 'bilinear'],
    },
  },
  namePrefix: () => 'up',
  outputShape({ size }, inputs) {
    const [height, width, channels] = requireImage('upsampling', only(inputs));
    const [down, across] = pairOf(size);
    return [height * down, width * across, channels];
  },
  parameters: () => [],
  apply({ tf, config: { size, interpolation }, inputs: [x] }) {
    const factors = pairOf(size);
    return interpolation === 'bilinear' ? mixed(tf, x as Tensor4D, factors) : repeated(tf, x as Tensor4D, factors);
  },
  multiplyAdds({ size, interpolation }, inputs) {
    const [down, across] = pairOf(size);
    return interpolation === 'bilinear' ? NEIGHBOURS * down * across * sizeOf(only(inputs)) : 0;
  },
  channels: () => ({ kind: 'pass', parameters: [] }),
});

/** Values that each one is made of. */
const NEIGHBOURS = 4;

/** In two turns: tfjs has the gradient of `tile` for few axes only. */
function repeated(tf: TensorLibrary, x: Tensor4D, [down, across]: readonly [number, number]): Tensor {
  const [items, height, width, channels] = x.shape;
  const wide = tf.tile(tf.reshape(x, [items * height * width, 1, channels]), [1, across, 1]);
  const row = width * across * channels;
  const high = tf.tile(tf.reshape(wide, [items * height, 1, row]), [1, down, 1]);
  return tf.reshape(high, [items, height * down, width * across, channels]);
}

/** Along the width, then along the height, each as a product with the shares: no back end lacks that, or its gradient. */
function mixed(tf: TensorLibrary, x: Tensor4D, [down, across]: readonly [number, number]): Tensor {
  const [items, height, width, channels] = x.shape;
  const along = (value: Tensor, size: number, factor: number): Tensor => {
    const rows = tf.reshape(value, [value.size / size, size]) as ReturnType<typeof tf.tensor2d>;
    return tf.matMul(rows, tf.tensor2d(sharesOf(size, factor), [size, size * factor]));
  };
  const wide = along(tf.transpose(x, [0, 1, 3, 2]), width, across);
  const apart = tf.reshape(wide, [items, height, channels, width * across]);
  const high = along(tf.transpose(apart, [0, 2, 3, 1]), height, down);
  return tf.transpose(tf.reshape(high, [items, channels, width * across, height * down]), [0, 3, 2, 1]);
}

/** What each of `size` values gives to each of size·factor, [size, size·factor]. */
function sharesOf(size: number, factor: number): Float32Array {
  const wide = size * factor;
  const shares = new Float32Array(size * wide);
  for (let place = 0; place < wide; place++) {
    const middle = (place + 0.5) / factor - 0.5;
    const before = Math.floor(middle);
    const share = middle - before;
    shares[Math.max(before, 0) * wide + place]! += 1 - share;
    shares[Math.min(before + 1, size - 1) * wide + place]! += share;
  }
  return shares;
}
