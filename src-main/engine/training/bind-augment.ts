import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { augmentations } from './augmentations/index.ts';
import { mixedTargets } from './mix-items.ts';
import type { Augment, Batch } from './step-plan.ts';
import type { TrainingData } from './training-data.ts';

/** Throws `invalid-input` where one of these changes can't be done to such items. */
export function checkAugment(values: readonly AlgorithmValue[], { inputShape, tokens }: Pick<TrainingData, 'inputShape' | 'tokens'>): void {
  for (const [i, { kind }] of values.entries()) {
    augmentations.require(String(kind)).check(inputShape, `augment.${i}`, tokens !== undefined);
  }
}

/** The changes one after the other; null for none. */
export function bindAugment(tf: TensorLibrary, values: readonly AlgorithmValue[]): Augment | null {
  if (values.length === 0) return null;
  const parts = values.map(value => {
    const { id, params: config } = splitAlgorithm(value);
    return { augmentation: augmentations.require(id), config };
  });
  return (given, uniform) =>
    parts.reduce((batch: Batch, { augmentation, config }) => {
      let mixed = batch.mixed;
      const share = (own: Tensor): void => void (mixed = mixedTargets(tf, batch, own));
      const inputs = augmentation.apply({ tf, config, inputs: batch.inputs, uniform, share });
      return { ...batch, inputs, ...(mixed === undefined ? {} : { mixed }) };
    }, given);
}
