import { defineAugmentation } from '../augmentation.ts';
import { requireImages } from './images-only.ts';
import { pixelNumbers, sampleImages } from './sample-images.ts';

/** Turns each image about its middle by an angle drawn evenly from both directions; what comes in from outside is 0. */
export const rotate = defineAugmentation({
  id: 'rotate',
  title: 'Rotate',
  help: 'Turns every image by a random angle about its middle; 0 comes in at the corners.',
  source: 'Simard, Steinkraus, Platt 2003, doi:10.1109/ICDAR.2003.1227801, affine distortions; bilinear',
  params: { degrees: { kind: 'number', label: 'Greatest angle', unit: '°', default: 15, min: 0.1, max: 180 } },
  revision: 1,
  check: (shape, path) => requireImages('Rotating', shape, path),
  apply({ tf, config: { degrees }, inputs, uniform }) {
    const [items, height, width] = inputs.shape as [number, number, number];
    const angle = tf.mul(tf.sub(tf.mul(uniform([items, 1, 1]), 2), 1), (degrees * Math.PI) / 180);
    const [cos, sin] = [tf.cos(angle), tf.sin(angle)];
    const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
    const down = tf.sub(pixelNumbers(tf, height, 'rows'), middleRow);
    const right = tf.sub(pixelNumbers(tf, width, 'columns'), middleColumn);
    return sampleImages(tf, inputs, {
      row: tf.add(tf.add(tf.mul(sin, right), tf.mul(cos, down)), middleRow),
      column: tf.add(tf.sub(tf.mul(cos, right), tf.mul(sin, down)), middleColumn),
    });
  },
});
