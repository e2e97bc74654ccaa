import type { Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { BoundOptimizer } from './step-plan.ts';

/** Name of the slot in which an optimizer keeps the average of a parameter. */
const AVERAGE = 'average';

/**
 * The same optimizer, which after each of its steps takes the parameter into an exponential moving average, `a ← d·a + (1 − d)·w`,
 * kept as a slot more and so within the recorded step, in checkpoints and under masks. It starts at zero: see `averagedParameters`.
 * Source: Polyak & Juditsky 1992; Tarvainen & Valpola 2017, arXiv:1703.01780.
 */
export function averagingWeights(tf: TensorLibrary, optimizer: BoundOptimizer, decay: number): BoundOptimizer {
  return {
    slots: [...optimizer.slots, AVERAGE],
    scalars: at => optimizer.scalars(at),
    update(call) {
      const updated = optimizer.update(call);
      const before = tf.mul(call.slots[AVERAGE]!, call.constant(decay));
      const average = tf.add(before, tf.mul(updated.parameter, call.constant(1 - decay)));
      return { parameter: updated.parameter, slots: { ...updated.slots, [AVERAGE]: average } };
    },
    // An operation that changes the parameter in place leaves nothing to average.
    inPlace: null,
  };
}

/**
 * The averages after `steps` steps, without the share of the zeros they started at: `a / (1 − dⁿ)` (Kingma & Ba 2015, §3). What has
 * no average, as counted statistics, is as the last step left it.
 */
export function averagedParameters(
  { parameters, slots }: { readonly parameters: Parameters; readonly slots: Parameters },
  { decay, steps }: { readonly decay: number; readonly steps: number },
): Parameters {
  const share = 1 - decay ** steps;
  const averaged = Object.entries(parameters).map(([name, parameter]) => {
    const average = slots[`${name}/${AVERAGE}`];
    return [
      name,
      average === undefined ? parameter : { shape: parameter.shape, values: average.values.map(value => value / share) },
    ] as const;
  });
  return Object.fromEntries(averaged);
}
