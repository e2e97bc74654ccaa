import type { Tensor, TensorLibrary } from '../../tensor-library.ts';

export interface Stretch {
  /** `[items, 1]`, whole numbers; may lie before 0 or end behind `length`. */
  readonly start: Tensor;
  readonly size: Tensor | number;
  readonly length: number;
}

/** `[items, length]`: 1 within each item's stretch, else 0. Whole numbers throughout, so that 0 and 1 are exact. */
export function placesWithin(tf: TensorLibrary, { start, size, length }: Stretch): Tensor {
  const places = tf.reshape(tf.range(0, length, 1, 'float32'), [1, length]);
  const begun = tf.minimum(tf.relu(tf.add(tf.sub(places, start), 1)), 1);
  const lasts = tf.minimum(tf.relu(tf.sub(tf.add(start, size), places)), 1);
  return tf.mul(begun, lasts);
}

/** `[items, height, width, 1]`: 1 within each item's rectangle of rows and columns, else 0. */
export function rectangle(tf: TensorLibrary, rows: Stretch, columns: Stretch): Tensor {
  const down = tf.reshape(placesWithin(tf, rows), [-1, rows.length, 1, 1]);
  const across = tf.reshape(placesWithin(tf, columns), [-1, 1, columns.length, 1]);
  return tf.mul(down, across);
}
