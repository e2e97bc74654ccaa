import type { Scalar, Tensor } from '../../tensor-library.ts';
import type { InPlaceUpdate, OptimizerCall, StepNumbers } from '../optimizer.ts';

export interface AdamConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * The step's rate with both bias corrections in it: lr·√(1 − β2^t) / (1 − β1^t). The betas are the float32 numbers that the
 * means are made with: 1 − 0.999 is 0.001 only to 5·10⁻⁵ in them, and correction and mean must err alike.
 */
export function adamScalars({ beta1, beta2 }: AdamConfig, { learningRate, step }: StepNumbers): { readonly rate: number } {
  return { rate: (learningRate * Math.sqrt(1 - Math.fround(beta2) ** step)) / (1 - Math.fround(beta1) ** step) };
}

/** What a new value counts in a mean, as TensorFlow computes it. */
function shareOf(beta: number): number {
  return Math.fround(1 - Math.fround(beta));
}

/**
 * Adam's rule as TensorFlow's ResourceApplyAdam has it, the one definition on every back end:
 * m ← m + (g − m)(1 − β1); v ← v + (g² − v)(1 − β2); p ← p − (lr_t·m) / (√v + ε) with lr_t as in `adamScalars`.
 * ε is the "epsilon hat" of section 2 of the paper: it stands beside the uncorrected √v.
 */
export function adamUpdate(
  call: OptimizerCall<AdamConfig>,
  from: Tensor,
): { readonly parameter: Tensor; readonly slots: Readonly<Record<string, Tensor>> } {
  const { tf, config, gradient, slots, scalars, constant } = call;
  const { beta1, beta2, epsilon } = config;
  const rate = scalars['rate'] as Scalar;
  if (tf.getKernel(FUSED_KERNEL, tf.getBackend()) !== undefined) return fusedUpdate(call, from, rate);
  const m = towards(slots['m']!, gradient, shareOf(beta1));
  const v = towards(slots['v']!, tf.square(gradient), shareOf(beta2));
  const change = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), constant(epsilon)));
  return { parameter: tf.sub(from, change), slots: { m, v } };

  function towards(mean: Tensor, value: Tensor, share: number): Tensor {
    return tf.add(mean, tf.mul(tf.sub(value, mean), constant(share)));
  }
}

/** The bias corrections are in the rate already: with both powers at 0 the operation makes none of its own. */
export function adamInPlace({ beta1, beta2, epsilon }: AdamConfig): InPlaceUpdate {
  const none = 0;
  return {
    operation: 'ResourceApplyAdam',
    inputs: ['parameter', 'm', 'v', none, none, 'rate', beta1, beta2, epsilon, 'gradient'],
    flags: { use_locking: false, use_nesterov: false },
  };
}

/** In one pass over memory, where the back end can; the same roundings in the same order. */
function fusedUpdate(
  { tf, config, gradient, slots }: OptimizerCall<AdamConfig>,
  from: Tensor,
  rate: Scalar,
): ReturnType<typeof adamUpdate> {
  const attributes = { share1: shareOf(config.beta1), share2: shareOf(config.beta2), epsilon: config.epsilon };
  const inputs = { parameter: from, gradient, m: slots['m']!, v: slots['v']!, rate };
  const [parameter, m, v] = tf.engine().runKernel<Tensor[]>(FUSED_KERNEL, inputs, attributes) as [Tensor, Tensor, Tensor];
  return { parameter, slots: { m, v } };
}

const FUSED_KERNEL = 'AdamStep';
