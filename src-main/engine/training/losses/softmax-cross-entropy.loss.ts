import { crossEntropy } from '../../ops/cross-entropy.ts';
import type { Scalar } from '../../tensor-library.ts';
import { defineLoss } from '../loss.ts';
import { classWeightsParam, resolveClassWeights, type ChosenWeights } from './class-weights.ts';
import { labelSmoothing } from './common-params.ts';

/**
 * −(1/N)·Σᵢ wᵢ·Σ_c q_ic·log softmax(z_i)_c with q = (1 − s)·one-hot + s/C and wᵢ the weight of item i's class. Divided by
 * N as in Keras, not by Σ wᵢ. The gradient is (wᵢ/N)·(softmax(z_i) − q_i).
 */
export const softmaxCrossEntropy = defineLoss({
  id: 'softmax-cross-entropy',
  title: 'Softmax cross-entropy',
  help: 'Negative log of the probability given to the right class.',
  source: 'Bridle 1990; label smoothing: Szegedy et al. 2016, arXiv:1512.00567',
  params: { labelSmoothing, classWeights: classWeightsParam },
  revision: 1,
  tasks: ['classes'],
  classWeights: ({ classWeights }, classes, counts) => resolveClassWeights(classWeights as ChosenWeights, classes, () => counts.count()),
  value({ tf, config, outputs, targets, classWeights, itemWeights = null }) {
    const [items, classes] = outputs.shape as [number, number];
    const rest = config.labelSmoothing / classes;
    const distribution = tf.add(tf.mul(tf.cast(tf.oneHot(targets, classes), 'float32'), 1 - config.labelSmoothing), rest);
    const values = crossEntropy(tf, outputs, distribution);
    const weighted = classWeights === null ? values : tf.mul(values, tf.gather(classWeights, targets));
    const counted = itemWeights === null ? weighted : tf.mul(weighted, itemWeights);
    return tf.mul(tf.sum(counted), 1 / items) as Scalar;
  },
});
