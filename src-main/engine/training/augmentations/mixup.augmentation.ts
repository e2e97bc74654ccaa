import { defineAugmentation } from '../augmentation.ts';
import { betaShares } from './beta-shares.ts';
import { nextItem } from './next-item.ts';
import { requireNumbers } from './numbers-only.ts';

/** λ·item + (1 − λ)·next item, λ drawn for each from Beta(α, α); the targets count alike. */
export const mixup = defineAugmentation({
  id: 'mixup',
  title: 'Mixup',
  help: 'Blends every item with another of the batch; the targets count by how much is left of each.',
  source: 'Zhang et al. 2018, arXiv:1710.09412; λ for each item',
  params: {
    alpha: {
      kind: 'number',
      label: 'Alpha',
      help: 'Of Beta(α, α): the smaller, the less is blended; 1: any share alike.',
      default: 0.2,
      min: 0.01,
      max: 10,
    },
  },
  revision: 1,
  check: (_shape, path, tokens = false) => requireNumbers('Mixup', tokens, path),
  apply({ tf, config: { alpha }, inputs, uniform, share }) {
    const [items] = inputs.shape as [number, ...number[]];
    const own = betaShares(tf, uniform([items]), alpha);
    share(own);
    const factor = tf.reshape(own, [items, ...inputs.shape.slice(1).map(() => 1)]);
    return tf.add(tf.mul(factor, inputs), tf.mul(tf.sub(1, factor), nextItem(tf, inputs)));
  },
});
