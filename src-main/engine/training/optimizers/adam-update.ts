import type { Tensor } from '../../tensor-library.ts';
import type { OptimizerCall } from '../optimizer.ts';

export interface AdamConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * Adam's rule as TensorFlow's ResourceApplyAdam has it, the one definition on every back end:
 * m ← m + (g − m)(1 − β1); v ← v + (g² − v)(1 − β2); p ← p − (lr_t·m) / (√v + ε) with lr_t = lr·√(1 − β2^t) / (1 − β1^t).
 * ε is the "epsilon hat" of section 2 of the paper: it stands beside the uncorrected √v.
 */
export function adamUpdate(
  call: OptimizerCall<AdamConfig>,
  from: Tensor,
): { readonly parameter: Tensor; readonly slots: Readonly<Record<string, Tensor>> } {
  const { tf, config, gradient, slots, step, constant } = call;
  const { beta1, beta2, epsilon } = config;
  const rate = (call.learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  if (tf.getKernel(FUSED_KERNEL, tf.getBackend()) !== undefined) return fusedUpdate(call, from, rate);
  const m = towards(slots['m']!, gradient, 1 - beta1);
  const v = towards(slots['v']!, tf.square(gradient), 1 - beta2);
  const change = tf.div(tf.mul(m, constant(rate)), tf.add(tf.sqrt(v), constant(epsilon)));
  return { parameter: tf.sub(from, change), slots: { m, v } };

  function towards(mean: Tensor, value: Tensor, share: number): Tensor {
    return tf.add(mean, tf.mul(tf.sub(value, mean), constant(share)));
  }
}

/** In one pass over memory, where the back end can; the same roundings in the same order. */
function fusedUpdate(
  { tf, config, gradient, slots }: OptimizerCall<AdamConfig>,
  from: Tensor,
  rate: number,
): ReturnType<typeof adamUpdate> {
  const attributes = { rate, share1: 1 - config.beta1, share2: 1 - config.beta2, epsilon: config.epsilon };
  const inputs = { parameter: from, gradient, m: slots['m']!, v: slots['v']! };
  const [parameter, m, v] = tf.engine().runKernel<Tensor[]>(FUSED_KERNEL, inputs, attributes) as [Tensor, Tensor, Tensor];
  return { parameter, slots: { m, v } };
}

const FUSED_KERNEL = 'AdamStep';
