import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import { defineAugmentation } from '../augmentation.ts';

/** Of the flickering of a steady noise around its level: a band's power over a window varies by a few decibels. */
const FLICKER = 0.5;

/**
 * A noise as loud as a random level hides what is quieter: in decibels the louder of two sounds is heard. The level is drawn for each
 * recording, from `low` to `high` deviations from the mean; the noise flickers evenly around it.
 */
export const backgroundNoise = defineAugmentation({
  id: 'background-noise',
  title: 'Background noise',
  help: 'Puts every recording over a noise of random level, which hides what is quieter; for spectrograms in decibels.',
  source: 'Definition; training over noise as in Hannun et al. 2014, arXiv:1412.5567 §4.2',
  params: {
    low: {
      kind: 'number',
      label: 'Least level',
      help: 'In deviations from the mean of the training part.',
      default: -2,
      min: -10,
      max: 10,
    },
    high: {
      kind: 'number',
      label: 'Greatest level',
      help: 'In deviations from the mean of the training part.',
      default: -0.5,
      min: -10,
      max: 10,
    },
  },
  revision: 1,
  check(shape, path) {
    if (shape.length === 3) return;
    throw invalidInput(`Background noise takes spectrograms of shape [steps, bands, channels], got items of ${shapeText(shape)}`, { path });
  },
  apply({ tf, config: { low, high }, inputs, uniform }) {
    const [items] = inputs.shape as [number, ...number[]];
    const level = tf.add(tf.mul(uniform([items, 1, 1, 1]), high - low), low);
    const flicker = tf.mul(tf.sub(uniform(inputs.shape), 0.5), 2 * FLICKER);
    return tf.maximum(inputs, tf.add(flicker, level));
  },
});
