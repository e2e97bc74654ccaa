import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineAugmentation, type AugmentationCall } from '../augmentation.ts';
import { placesWithin } from './stretches.ts';

const count = { kind: 'number', default: 1, min: 0, max: 8, integer: true } as const;
const width = { kind: 'number', min: 1, max: 1000, integer: true } as const;

/** Hides stretches of time and of bands, anew at every step, each of a width from 0 to the greatest; hidden values are 0, the mean. */
export const specMask = defineAugmentation({
  id: 'spec-mask',
  title: 'Hide times and bands',
  help: 'Hides a few stretches of time and of frequency, so that no single one decides (SpecAugment).',
  source: 'Park et al. 2019, arXiv:1904.08779, without warping',
  params: {
    times: { ...count, label: 'Stretches of time' },
    timeWidth: { ...width, label: 'Longest of them', unit: 'time steps', default: 6 },
    bands: { ...count, label: 'Stretches of bands' },
    bandWidth: { ...width, label: 'Widest of them', unit: 'bands', default: 6 },
  },
  revision: 1,
  check(shape, path) {
    if (shape.length === 3) return;
    throw invalidInput(`Hiding times and bands takes spectrograms of shape [steps, bands, channels], got items of ${shapeText(shape)}`, {
      path,
    });
  },
  apply({ tf, config: { times, timeWidth, bands, bandWidth }, inputs, uniform }) {
    const [items, steps, wide] = inputs.shape as [number, number, number, number];
    let kept = inputs;
    for (let i = 0; i < times; i++)
      kept = tf.mul(kept, tf.reshape(keptPlaces({ tf, uniform }, { items, length: steps, most: timeWidth }), [items, steps, 1, 1]));
    for (let i = 0; i < bands; i++)
      kept = tf.mul(kept, tf.reshape(keptPlaces({ tf, uniform }, { items, length: wide, most: bandWidth }), [items, 1, wide, 1]));
    return kept;
  },
});

interface Stretch {
  readonly items: number;
  readonly length: number;
  readonly most: number;
}

/** `[items, length]`: 0 within a stretch drawn for each item, else 1. Whole numbers throughout, so that 0 and 1 are exact. */
function keptPlaces({ tf, uniform }: Pick<AugmentationCall<unknown>, 'tf' | 'uniform'>, { items, length, most }: Stretch): Tensor {
  const greatest = Math.min(most, length);
  const size = tf.floor(tf.mul(uniform([items, 1]), greatest + 1));
  const start = tf.floor(tf.mul(uniform([items, 1]), tf.sub(length + 1, size)));
  return tf.sub(1, placesWithin(tf, { start, size, length }));
}
