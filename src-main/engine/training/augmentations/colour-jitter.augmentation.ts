import type { Tensor } from '../../tensor-library.ts';
import { defineAugmentation } from '../augmentation.ts';
import { requireImages } from './images-only.ts';

const strength = { kind: 'number', min: 0, max: 1 } as const;
/** Of red, green and blue in what is seen as bright (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114];

/**
 * Brightness, contrast and saturation of each image times a factor drawn evenly from 1 − s to 1 + s, in this order; the result is
 * kept within 0 and 1. Contrast is told against the image's mean grey, saturation against each pixel's grey; of one channel there is
 * no saturation.
 */
export const colourJitter = defineAugmentation({
  id: 'colour-jitter',
  title: 'Colour jitter',
  help: 'Changes brightness, contrast and saturation of every image a little; for pixels from 0 to 1.',
  source: 'Howard 2013, arXiv:1312.5402 §2.2',
  params: {
    brightness: { ...strength, label: 'Brightness', help: 'Greatest change, as a share.', default: 0.2 },
    contrast: { ...strength, label: 'Contrast', help: 'Greatest change, as a share.', default: 0.2 },
    saturation: { ...strength, label: 'Saturation', help: 'Greatest change, as a share.', default: 0.2 },
  },
  revision: 1,
  check: (shape, path) => requireImages('Colour jitter', shape, path),
  apply({ tf, config: { brightness, contrast, saturation }, inputs, uniform }) {
    const [items, , , channels] = inputs.shape as [number, number, number, number];
    const factor = (most: number): Tensor => tf.add(tf.mul(tf.sub(uniform([items, 1, 1, 1]), 0.5), 2 * most), 1);
    const within = (images: Tensor): Tensor => tf.minimum(tf.relu(images), 1);
    const grey = (images: Tensor): Tensor =>
      channels === 3 ? tf.sum(tf.mul(images, tf.tensor1d(LUMA)), 3, true) : tf.mean(images, 3, true);
    const away = (images: Tensor, from: Tensor, by: Tensor): Tensor => within(tf.add(from, tf.mul(tf.sub(images, from), by)));
    const bright = within(tf.mul(inputs, factor(brightness)));
    const contrasted = away(bright, tf.mean(grey(bright), [1, 2], true), factor(contrast));
    return channels === 3 ? away(contrasted, grey(contrasted), factor(saturation)) : contrasted;
  },
});
