import type { Scalar, Tensor } from '../../tensor-library.ts';
import { defineLoss } from '../loss.ts';
import { classWeightsParam, resolveClassWeights, type ChosenWeights } from './class-weights.ts';
import { labelSmoothing } from './common-params.ts';

/**
 * −(1/N)·Σᵢ wᵢ·Σ_c q_ic·log softmax(z_i)_c with q = (1 − s)·one-hot + s/C and wᵢ the weight of item i's class. Divided by
 * N as in Keras, not by Σ wᵢ. The gradient is (wᵢ/N)·(softmax(z_i) − q_i), written out: a third of the composed operations.
 */
export const softmaxCrossEntropy = defineLoss({
  id: 'softmax-cross-entropy',
  title: 'Softmax cross-entropy',
  help: 'Negative log of the probability given to the right class.',
  source: 'Bridle 1990; label smoothing: Szegedy et al. 2016, arXiv:1512.00567',
  params: { labelSmoothing, classWeights: classWeightsParam },
  revision: 1,
  tasks: ['classes'],
  classWeights: ({ classWeights }, classes, counts) => resolveClassWeights(classWeights as ChosenWeights, classes, counts),
  value({ tf, config, outputs, targets, classWeights }) {
    const [items, classes] = outputs.shape as [number, number];
    const rest = config.labelSmoothing / classes;
    const distribution = tf.add(tf.mul(tf.cast(tf.oneHot(targets, classes), 'float32'), 1 - config.labelSmoothing), rest);
    const weights =
      classWeights === null ? tf.fill([items, 1], 1 / items) : tf.reshape(tf.div(tf.gather(classWeights, targets), items), [items, 1]);
    const weighted = tf.customGrad((...args) => {
      const [logits, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
      const shifted = tf.sub(logits, tf.max(logits, 1, true));
      const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
      const target = tf.mul(distribution, weights);
      save([logProbabilities, target, weights]);
      const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => tf.mul(tf.sub(tf.mul(tf.exp(saved[0]!), saved[2]!), saved[1]!), dy);
      return { value: tf.neg(tf.sum(tf.mul(target, logProbabilities))), gradFunc };
    });
    return weighted(outputs) as Scalar;
  },
});
