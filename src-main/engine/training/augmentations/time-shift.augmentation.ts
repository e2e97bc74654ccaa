import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import { defineAugmentation } from '../augmentation.ts';

/**
 * Moves each recording by whole steps of time, up to `steps` earlier or later, all places alike; its first or last step is repeated
 * where nothing was. Works on spectrograms and on any series: time is the first axis.
 */
export const timeShift = defineAugmentation({
  id: 'time-shift',
  title: 'Time shift',
  help: 'Moves every recording a little earlier or later, anew at every step.',
  source: 'Warden 2018, arXiv:1804.03209 §5.6',
  params: { steps: { kind: 'number', label: 'Greatest shift', unit: 'time steps', default: 4, min: 1, max: 1000, integer: true } },
  revision: 1,
  check(shape, path) {
    if (shape.length >= 2) return;
    throw invalidInput(`Shifting in time takes series of shape [steps, …], got items of ${shapeText(shape)}`, { path });
  },
  apply({ tf, config: { steps }, inputs, uniform }) {
    const [items, length, ...rest] = inputs.shape as [number, number, ...number[]];
    const width = rest.reduce((product, size) => product * size, 1);
    const moved = tf.sub(tf.floor(tf.mul(uniform([items, 1]), 2 * steps + 1)), steps);
    const wanted = tf.add(tf.reshape(tf.range(0, length, 1, 'float32'), [1, length]), moved);
    const within = tf.cast(tf.minimum(tf.relu(wanted), length - 1), 'int32');
    const firsts = tf.reshape(tf.range(0, items * length, length, 'int32'), [items, 1]);
    const places = tf.reshape(tf.add(firsts, within), [items * length, 1]);
    // Not `gather`: its kernel reads the places, which a recorded step has none of yet.
    return tf.reshape(tf.gatherND(tf.reshape(inputs, [items * length, width]), places), inputs.shape);
  },
});
