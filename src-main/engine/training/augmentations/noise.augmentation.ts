import { defineAugmentation } from '../augmentation.ts';
import { requireNumbers } from './numbers-only.ts';

/** Gaussian noise on every number, by the method of Box & Muller: √(−2·ln(1 − u))·cos(2π·v). */
export const noise = defineAugmentation({
  id: 'noise',
  title: 'Noise',
  help: 'Adds Gaussian noise to every number of the inputs: pixels from 0 to 1, standardised columns.',
  source: 'Bishop 1995, doi:10.1162/neco.1995.7.1.108; Box, Muller 1958, doi:10.1214/aoms/1177706645',
  params: { deviation: { kind: 'number', label: 'Standard deviation', default: 0.05, min: 0, max: 10 } },
  revision: 1,
  check: (_shape, path, tokens = false) => requireNumbers('Noise', tokens, path),
  apply({ tf, config: { deviation }, inputs, uniform }) {
    const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, uniform(inputs.shape))), -2));
    const normal = tf.mul(radius, tf.cos(tf.mul(uniform(inputs.shape), 2 * Math.PI)));
    return tf.add(inputs, tf.mul(normal, deviation));
  },
});
