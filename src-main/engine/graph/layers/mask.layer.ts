import { withoutGradient } from '../../ops/without-gradient.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, requireVector } from '../shape-checks.ts';

/**
 * [N, T] numbers of tokens → [N, T, 1]: 1 for a token, 0 for what only fills up to the length (number 0). The first step always
 * counts, so that an empty text still has one. Pooling and attention take it as their last input; multiplied with a series it
 * sets what fills up to 0.
 */
export const mask = defineLayer({
  id: 'mask',
  title: 'Mask',
  help: 'Tells the tokens of a text (1) from what fills up to the length (0).',
  source: 'Definition',
  revision: 1,
  inputs: [1, 1],
  params: {},
  namePrefix: () => 'mask',
  outputShape: (_config, inputs) => [requireVector('mask', only(inputs)), 1],
  parameters: () => [],
  apply({ tf, inputs }) {
    const ids = inputs[0] as Tensor;
    const [items = 0, time = 0] = ids.shape;
    const first = tf.tensor1d(Float32Array.from({ length: time }, (_, step) => (step === 0 ? 1 : 0)));
    const seen = withoutGradient(tf, ids, x => tf.cast(tf.greater(tf.add(x, first), 0.5), 'float32'));
    return tf.reshape(seen, [items, time, 1]);
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'fixed', reason: 'it tells for each place whether it counts' }),
});
