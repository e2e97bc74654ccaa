import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

export interface SampledPlaces {
  /** `[N, H, W]`, or 1 along an axis: the row and the column that each pixel is taken from, counted from 0, whole or between pixels. */
  readonly row: Tensor;
  readonly column: Tensor;
}

/**
 * Images `[N, H, W, C]` as seen at other places: of the four pixels around each place, by nearness (bilinear). What lies outside is
 * 0, and fades in over the width of a pixel.
 */
export function sampleImages(tf: TensorLibrary, images: Tensor, { row, column }: SampledPlaces): Tensor {
  const [items, height, width, channels] = images.shape as [number, number, number, number];
  const [tall, wide] = [height + 2, width + 2];
  const padded = tf.pad(images, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const pixels = tf.reshape(padded, [items * tall * wide, channels]);
  const down = parts(tf, row, height);
  const right = parts(tf, column, width);
  const firsts = tf.reshape(tf.range(0, items * tall * wide, tall * wide, 'int32'), [items, 1]);
  // Not `gather`: its kernel reads the places, which a recorded step has none of yet.
  const at = (y: number, x: number): Tensor => {
    const within = tf.add(tf.mul(tf.add(down.whole, y), wide), tf.add(right.whole, x));
    const places = tf.add(firsts, tf.cast(tf.reshape(within, [items, height * width]), 'int32'));
    const values = tf.gatherND(pixels, tf.reshape(places, [items * height * width, 1]));
    return tf.reshape(values, [items, height, width, channels]);
  };
  const fraction = (part: Tensor): Tensor => tf.reshape(part, [...part.shape, 1]);
  const between = (first: Tensor, second: Tensor, share: Tensor): Tensor => tf.add(first, tf.mul(tf.sub(second, first), share));
  const across = fraction(right.fraction);
  return between(between(at(0, 0), at(0, 1), across), between(at(1, 0), at(1, 1), across), fraction(down.fraction));
}

/** Place in the padded image: a whole number that has a neighbour behind it, and what lies beyond it. */
function parts(tf: TensorLibrary, place: Tensor, size: number): { readonly whole: Tensor; readonly fraction: Tensor } {
  const inside = tf.minimum(tf.relu(tf.add(place, 1)), size + 1);
  const whole = tf.minimum(tf.floor(inside), size);
  return { whole, fraction: tf.sub(inside, whole) };
}

/** 0, 1, … `[1, size, 1]` down the rows of images, or `[1, 1, size]` along their columns. */
export function pixelNumbers(tf: TensorLibrary, size: number, axis: 'rows' | 'columns'): Tensor {
  return tf.reshape(tf.range(0, size, 1, 'float32'), axis === 'rows' ? [1, size, 1] : [1, 1, size]);
}
