import type { Tensor } from '../../tensor-library.ts';
import { defineAugmentation } from '../augmentation.ts';
import { betaShares } from './beta-shares.ts';
import { requireImages } from './images-only.ts';
import { nextItem } from './next-item.ts';
import { rectangle } from './stretches.ts';

/**
 * A rectangle of the next image in each one's place: its sides are √(1 − λ) of the image's, rounded down, λ from Beta(α, α), its
 * middle is drawn evenly and it is cut off at the border. The targets count by the pixels that are there.
 */
export const cutmix = defineAugmentation({
  id: 'cutmix',
  title: 'CutMix',
  help: 'Puts a part of another image of the batch into every one; the targets count by the area of each.',
  source: 'Yun et al. 2019, arXiv:1905.04899; λ for each image',
  params: {
    alpha: {
      kind: 'number',
      label: 'Alpha',
      help: 'Of Beta(α, α): the smaller, the less is replaced, or the less is left.',
      default: 1,
      min: 0.01,
      max: 10,
    },
    chance: { kind: 'number', label: 'Chance', help: 'Of being done to an image.', default: 0.5, min: 0, max: 1 },
  },
  revision: 1,
  check: (shape, path) => requireImages('CutMix', shape, path),
  apply({ tf, config: { alpha, chance }, inputs, uniform, share }) {
    const [items, height, width] = inputs.shape as [number, number, number];
    const cut = tf.sqrt(tf.sub(1, betaShares(tf, uniform([items]), alpha)));
    const is = tf.sub(1, tf.floor(tf.add(uniform([items]), 1 - chance)));
    const stretch = (length: number): { start: Tensor; size: Tensor; length: number } => {
      const size = tf.reshape(tf.mul(is, tf.floor(tf.mul(cut, length))), [items, 1]);
      const middle = tf.floor(tf.mul(uniform([items, 1]), length));
      return { start: tf.sub(middle, tf.floor(tf.div(size, 2))), size, length };
    };
    const other = rectangle(tf, stretch(height), stretch(width));
    share(tf.sub(1, tf.mean(other, [1, 2, 3])));
    return tf.add(tf.mul(tf.sub(1, other), inputs), tf.mul(other, nextItem(tf, inputs)));
  },
});
