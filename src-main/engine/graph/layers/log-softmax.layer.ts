import type { Tensor } from '../../tensor-library.ts';
import { SOFTMAX_MIXES } from '../activations.ts';
import { defineLayer } from '../layer.ts';
import { only } from '../shape-checks.ts';

/** ln softmax(x) over the last axis, as x − max − ln Σ exp(x − max), which stays finite where the softmax rounds to 0. */
export const logSoftmax = defineLayer({
  id: 'log-softmax',
  title: 'Log-softmax',
  help: 'The logarithms of a softmax: logits of one scale.',
  source: 'Bridle 1990',
  revision: 1,
  inputs: [1, 1],
  params: {},
  namePrefix: () => 'log-softmax',
  outputShape: (_config, inputs) => only(inputs),
  parameters: () => [],
  apply({ tf, inputs: [x] }) {
    const shifted = tf.sub(x as Tensor, tf.max(x as Tensor, -1, true));
    return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'fixed', reason: SOFTMAX_MIXES }),
});
