import type { Tensor } from '../../tensor-library.ts';
import { defineAugmentation, type AugmentationCall } from '../augmentation.ts';
import { requireImages } from './images-only.ts';
import { pixelNumbers, sampleImages } from './sample-images.ts';

/**
 * A random part of each image, drawn by its share of the area (evenly) and the ratio of its sides (evenly in the logarithm, 3:4 to
 * 4:3, as far as it fits), brought to the image's size. A crop of one size with a border of 0 is what `shift` does.
 */
export const resizedCrop = defineAugmentation({
  id: 'resized-crop',
  title: 'Crop and resize',
  help: 'Takes a random part of every image and brings it to the whole size.',
  source: 'Szegedy et al. 2015, arXiv:1409.4842 §6; bilinear',
  params: { least: { kind: 'number', label: 'Least part', help: 'As a share of the area.', default: 0.5, min: 0.01, max: 1 } },
  revision: 1,
  check: (shape, path) => requireImages('Cropping', shape, path),
  apply({ tf, config: { least }, inputs, uniform }) {
    const [items, height, width] = inputs.shape as [number, number, number];
    const draw = (): Tensor => uniform([items, 1, 1]);
    const area = tf.add(tf.mul(draw(), 1 - least), least);
    const ratio = tf.exp(tf.mul(tf.sub(tf.mul(draw(), 2), 1), Math.log(4 / 3)));
    const tall = tf.minimum(tf.sqrt(tf.div(area, ratio)), 1);
    const wide = tf.minimum(tf.sqrt(tf.mul(area, ratio)), 1);
    return sampleImages(tf, inputs, {
      row: places(tf, { part: tall, start: draw(), numbers: pixelNumbers(tf, height, 'rows'), size: height }),
      column: places(tf, { part: wide, start: draw(), numbers: pixelNumbers(tf, width, 'columns'), size: width }),
    });
  },
});

interface Axis {
  /** Share of the side that is taken; where it starts, as a share of the room there is; and the pixels of the result. */
  readonly part: Tensor;
  readonly start: Tensor;
  readonly numbers: Tensor;
  readonly size: number;
}

/** Middles of pixels are mapped onto middles; within the image everywhere. */
function places(tf: AugmentationCall<unknown>['tf'], { part, start, numbers, size }: Axis): Tensor {
  const first = tf.mul(tf.mul(start, tf.sub(1, part)), size);
  const taken = tf.sub(tf.add(first, tf.mul(part, tf.add(numbers, 0.5))), 0.5);
  return tf.minimum(tf.relu(taken), size - 1);
}
