import type { Tensor } from '../tensor-library.ts';
import type { StepPlan, Tensors } from './step-plan.ts';
import { sharedGradient } from './weight-sharing.ts';

/**
 * Weight decay and penalty, then masks, then sums over shared weights, then clipping by the norm of the whole gradient (Pascanu et al.
 * 2013, arXiv:1211.5063).
 */
export function adjustGradients(plan: StepPlan, parameters: Tensors, gradients: Tensors, masks: Tensors): Tensors {
  const { tf, trainable, weightDecay, penalty, clipNorm, sharing } = plan;
  const adjusted: Record<string, Tensor> = {};
  for (const { name, decays } of trainable) {
    const gradient = gradients[name];
    if (gradient === undefined) continue;
    const decayed = decays && weightDecay > 0 ? tf.add(gradient, tf.mul(parameters[name]!, weightDecay)) : gradient;
    const strength = penalty?.names.has(name) === true ? penalty.strength : 0;
    const penalised = strength > 0 ? tf.add(decayed, tf.mul(tf.sign(parameters[name]!), strength)) : decayed;
    const mask = masks[name];
    const masked = mask === undefined ? penalised : tf.mul(penalised, mask);
    const shared = sharing[name];
    adjusted[name] = shared === undefined ? masked : sharedGradient(tf, masked, shared);
  }
  return clipNorm === null ? adjusted : clip(plan, adjusted, clipNorm);
}

/** g·min(1, c/‖g‖): the direction stays. A zero gradient stays zero (c/0 = ∞). */
function clip({ tf }: StepPlan, gradients: Tensors, greatest: number): Tensors {
  const squares = Object.values(gradients).map(gradient => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
  const factor = tf.minimum(1, tf.div(greatest, norm));
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]));
}
