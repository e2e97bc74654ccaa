import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import { defineAugmentation } from '../augmentation.ts';

/**
 * Moves each image by whole pixels, up to `pixels` each way along both axes, all places alike; what comes in from outside is 0.
 * One gather from the padded images: numbers are moved, never computed with.
 */
export const shift = defineAugmentation({
  id: 'shift',
  title: 'Shift',
  help: 'Moves every image by a few pixels, anew at every step; 0 comes in at the border: a random crop of the padded image.',
  source: 'LeCun et al. 1998, doi:10.1109/5.726791; two pixels on MNIST: Hinton et al. 2015, arXiv:1503.02531 §3',
  params: { pixels: { kind: 'number', label: 'Greatest shift', unit: 'pixels', default: 2, min: 1, max: 64, integer: true } },
  revision: 1,
  check(shape, path) {
    if (shape.length === 3) return;
    throw invalidInput(`Shifting takes images of shape [height, width, channels], got items of ${shapeText(shape)}`, { path });
  },
  apply({ tf, config: { pixels }, inputs, uniform }) {
    const [items, height, width, channels] = inputs.shape as [number, number, number, number];
    const wide = width + 2 * pixels;
    const padded = tf.pad(inputs, [
      [0, 0],
      [pixels, pixels],
      [pixels, pixels],
      [0, 0],
    ]);
    const moved = tf.floor(tf.mul(uniform([items, 2]), 2 * pixels + 1));
    const [down, right] = tf.split(moved, 2, 1) as [typeof moved, typeof moved];
    const tall = height + 2 * pixels;
    // Place of each pixel in the padded images, counted row by row: whole numbers far below 2²⁴, then int32.
    const rows = tf.mul(tf.range(0, height, 1, 'float32'), wide);
    const corner = tf.reshape(tf.add(tf.reshape(rows, [height, 1]), tf.range(0, width, 1, 'float32')), [1, height * width]);
    const within = tf.cast(tf.add(corner, tf.add(tf.mul(down, wide), right)), 'int32');
    const firsts = tf.reshape(tf.range(0, items * tall * wide, tall * wide, 'int32'), [items, 1]);
    const places = tf.reshape(tf.add(firsts, within), [items * height * width, 1]);
    // Not `gather`: its kernel reads the places, which a recorded step has none of yet.
    const values = tf.gatherND(tf.reshape(padded, [items * tall * wide, channels]), places);
    return tf.reshape(values, [items, height, width, channels]);
  },
});
