import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Scalar, Tensor } from '../../tensor-library.ts';
import { defineLoss, type ClassCounts } from '../loss.ts';
import { labelSmoothing } from './common-params.ts';
import { itemColumn, timesColumn } from './item-factor.ts';

/**
 * Mean over items and outputs of (1 − y)·z + l·(log(1 + e^−|z|) + max(−z, 0)) with l = 1 + (w − 1)·y, w the weight of positives (of each
 * label its own) and y smoothed towards ½: the cross-entropy of sigmoid(z), without ever forming the sigmoid. Gradient:
 * ((1 − y) − l·sigmoid(−z)) / (N·K).
 */
export const binaryCrossEntropy = defineLoss({
  id: 'binary-cross-entropy',
  title: 'Binary cross-entropy',
  help: 'Cross-entropy of one logit per item, or per item and label.',
  source: 'Cox 1958 (logistic likelihood); label smoothing: Szegedy et al. 2016, arXiv:1512.00567',
  params: {
    labelSmoothing,
    positiveWeight: { kind: 'number', label: 'Weight of positives', default: 1, min: 0, aboveMin: true, max: 1e6, scale: 'log' },
    labelWeights: {
      kind: 'one-of',
      label: 'Weights of the labels',
      help: "How much having a label counts beside lacking it; 'balanced': items without it / items with it.",
      default: 'none',
      options: [
        { kind: 'choice', label: 'none or balanced', options: ['none', 'balanced'] },
        {
          kind: 'list',
          label: 'A weight per label',
          of: { kind: 'number', label: 'Weight', min: 0, max: 1e6 },
          minItems: 1,
          maxItems: 100_000,
        },
      ],
    },
  },
  revision: 1,
  tasks: ['binary', 'labels'],
  classWeights: ({ labelWeights }, outputs, counts) => positiveWeights(labelWeights as LabelWeights, outputs, counts),
  value({ tf, config, outputs, targets, classWeights, itemWeights = null }) {
    const labels = tf.add(tf.mul(targets, 1 - config.labelSmoothing), config.labelSmoothing / 2);
    const entropy = tf.customGrad((...args) => {
      const [logits, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
      const negative = tf.sub(1, labels);
      const extra = classWeights === null ? config.positiveWeight - 1 : tf.sub(tf.mul(classWeights, config.positiveWeight), 1);
      const scale = tf.add(tf.mul(labels, extra), 1);
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

type LabelWeights = 'none' | 'balanced' | readonly number[];

/** Of each output; a label that the training part never or always has weighs 1 under `balanced`. */
function positiveWeights(chosen: LabelWeights, outputs: number, { items, count }: ClassCounts): readonly number[] | null {
  if (chosen === 'none') return null;
  if (chosen === 'balanced') {
    const positives = count().slice(-outputs);
    return positives.map(own => (own === 0 || own === items ? 1 : (items - own) / own));
  }
  if (chosen.length === outputs) return chosen;
  throw invalidInput(`${outputs} label weights are required, one per label, got ${chosen.length}`, { path: 'loss.labelWeights' });
}
