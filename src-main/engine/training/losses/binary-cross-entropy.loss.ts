import type { Scalar, Tensor } from '../../tensor-library.ts';
import { defineLoss } from '../loss.ts';
import { labelSmoothing } from './common-params.ts';
import { itemColumn, timesColumn } from './item-factor.ts';

/**
 * Mean of (1 − y)·z + l·(log(1 + e^−|z|) + max(−z, 0)) with l = 1 + (w − 1)·y, w the weight of positives and y smoothed
 * towards ½: the cross-entropy of sigmoid(z), without ever forming the sigmoid. Gradient: ((1 − y) − l·sigmoid(−z)) / N.
 */
export const binaryCrossEntropy = defineLoss({
  id: 'binary-cross-entropy',
  title: 'Binary cross-entropy',
  help: 'Cross-entropy of one logit per item.',
  source: 'Cox 1958 (logistic likelihood); label smoothing: Szegedy et al. 2016, arXiv:1512.00567',
  params: {
    labelSmoothing,
    positiveWeight: { kind: 'number', label: 'Weight of positives', default: 1, min: 0, aboveMin: true, max: 1e6, scale: 'log' },
  },
  revision: 1,
  tasks: ['binary'],
  value({ tf, config, outputs, targets, itemWeights = null }) {
    const labels = tf.add(tf.mul(targets, 1 - config.labelSmoothing), config.labelSmoothing / 2);
    const entropy = tf.customGrad((...args) => {
      const [logits, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
      const negative = tf.sub(1, labels);
      const scale = tf.add(tf.mul(labels, config.positiveWeight - 1), 1);
      const softplus = tf.add(tf.log1p(tf.exp(tf.neg(tf.abs(logits)))), tf.relu(tf.neg(logits)));
      const column = itemColumn(tf, itemWeights);
      save([logits, negative, scale, ...column]);
      const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => {
        const [z, rest, weight, factors] = saved as [Tensor, Tensor, Tensor, Tensor | undefined];
        const slopes = tf.sub(rest, tf.mul(weight, tf.sigmoid(tf.neg(z))));
        return tf.mul(timesColumn(tf, slopes, factors), tf.div(dy, z.size));
      };
      const values = tf.add(tf.mul(negative, logits), tf.mul(scale, softplus));
      return { value: tf.mean(timesColumn(tf, values, column[0])), gradFunc };
    });
    return entropy(outputs) as Scalar;
  },
});
