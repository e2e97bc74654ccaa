import { defineAugmentation } from '../augmentation.ts';
import { requireImages } from './images-only.ts';

const chance = { kind: 'number', help: 'Of being done to an image.', min: 0, max: 1 } as const;

/** Mirrors an image left to right, or top to bottom, each with its own chance: pixels are moved, never computed with. */
export const flip = defineAugmentation({
  id: 'flip',
  title: 'Flip',
  help: 'Mirrors images left to right, or top to bottom.',
  source: 'Krizhevsky et al. 2012, "ImageNet Classification with Deep Convolutional Neural Networks", §4.1',
  params: {
    horizontal: { ...chance, label: 'Chance of left to right', default: 0.5 },
    vertical: { ...chance, label: 'Chance of top to bottom', default: 0 },
  },
  revision: 1,
  check: (shape, path) => requireImages('Flipping', shape, path),
  apply({ tf, config: { horizontal, vertical }, inputs, uniform }) {
    const turned = (images: typeof inputs, share: number, axis: number): typeof inputs => {
      if (share === 0) return images;
      // 1 for u < share, else 0: u is below 1.
      const is = tf.sub(1, tf.floor(tf.add(uniform([images.shape[0]!, 1, 1, 1]), 1 - share)));
      return tf.add(tf.mul(is, tf.reverse(images, axis)), tf.mul(tf.sub(1, is), images));
    };
    return turned(turned(inputs, horizontal, 2), vertical, 1);
  },
});
