import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, requireVector } from '../shape-checks.ts';

/** Makes a sigmoid a step: any difference of two float32 numbers, however small, becomes 0 or 1; none at all becomes ½. */
export const STEEP = 1e30;

/** The place of each value of an item among its values, from 0 for the least; equal ones share theirs. */
export const ranks = defineLayer({
  id: 'ranks',
  title: 'Ranks',
  help: 'The place of each value among the values of its item, the least has 0.',
  source: 'Borda 1781; for classifiers: Ho et al. 1994, doi:10.1109/34.273716',
  revision: 1,
  inputs: [1, 1],
  params: {},
  namePrefix: () => 'ranks',
  outputShape(_config, inputs) {
    requireVector('ranks', only(inputs));
    return only(inputs);
  },
  parameters: () => [],
  apply({ tf, inputs }) {
    const x = inputs[0] as Tensor;
    const [items = 0, values = 0] = x.shape;
    const differences = tf.sub(tf.reshape(x, [items, values, 1]), tf.reshape(x, [items, 1, values]));
    // Each value ties with itself.
    return tf.sub(tf.sum(tf.sigmoid(tf.mul(differences, STEEP)), 2), 0.5);
  },
  multiplyAdds: (_config, _inputs, [values = 0]) => values * values,
  channels: () => ({ kind: 'fixed', reason: 'ranks compare all channels' }),
});
