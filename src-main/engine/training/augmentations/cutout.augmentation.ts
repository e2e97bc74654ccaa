import type { Tensor } from '../../tensor-library.ts';
import { defineAugmentation } from '../augmentation.ts';
import { requireImages } from './images-only.ts';
import { rectangle } from './stretches.ts';

/** A square of 0 around a pixel drawn for each image; at the border, what lies inside of it. */
export const cutout = defineAugmentation({
  id: 'cutout',
  title: 'Cutout',
  help: 'Hides a square of every image, so that no single part decides.',
  source: 'DeVries, Taylor 2017, arXiv:1708.04552',
  params: { size: { kind: 'number', label: 'Side of the square', unit: 'pixels', default: 8, min: 1, max: 512, integer: true } },
  revision: 1,
  check: (shape, path) => requireImages('Cutout', shape, path),
  apply({ tf, config: { size }, inputs, uniform }) {
    const [items, height, width] = inputs.shape as [number, number, number];
    const start = (length: number): Tensor => tf.sub(tf.floor(tf.mul(uniform([items, 1]), length)), Math.floor(size / 2));
    const hidden = rectangle(tf, { start: start(height), size, length: height }, { start: start(width), size, length: width });
    return tf.mul(inputs, tf.sub(1, hidden));
  },
});
