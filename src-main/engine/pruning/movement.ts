import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { BoundOptimizer } from '../training/step-plan.ts';

/** Name of the slot. */
export const MOVEMENT = 'movement';

/**
 * The same optimizer with a slot more per parameter: −Σ g·w over the steps, what movement pruning ranks by (Sanh et al. 2020,
 * arXiv:2005.07683), without the learning rate, which is common to all. g is the gradient the optimizer is given: masked and clipped.
 */
export function recordMovement(tf: TensorLibrary, optimizer: BoundOptimizer): BoundOptimizer {
  return {
    ...optimizer,
    slots: [...optimizer.slots, MOVEMENT],
    // TensorFlow's own operations know nothing of it.
    inPlace: null,
    update(call) {
      const { [MOVEMENT]: movement, ...slots } = call.slots;
      const updated = optimizer.update({ ...call, slots });
      return { ...updated, slots: { ...updated.slots, [MOVEMENT]: tf.sub(movement as Tensor, tf.mul(call.gradient, call.parameter)) } };
    },
  };
}
