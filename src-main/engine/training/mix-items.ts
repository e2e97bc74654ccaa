import type { Scalar, Tensor, TensorLibrary } from '../tensor-library.ts';
import { nextItem } from './augmentations/next-item.ts';
import type { Batch, MixedTargets } from './step-plan.ts';
import { ITEM_WEIGHT } from './training-data.ts';

/** The targets of a batch each of whose items is `own` `[N]` of itself and the rest of the next one, as they were before. */
export function mixedTargets(tf: TensorLibrary, batch: Batch, own: Tensor): readonly MixedTargets[] {
  return partsOf(tf, batch, own).flatMap(({ targets, share, weights }) => [
    { targets, share: tf.mul(share, own), weights },
    {
      targets: nextItem(tf, targets),
      share: tf.mul(nextItem(tf, share), tf.sub(1, own)),
      weights: weights === null ? null : nextItem(tf, weights),
    },
  ]);
}

function partsOf(tf: TensorLibrary, { mixed, targets, extras }: Batch, own: Tensor): readonly MixedTargets[] {
  return mixed ?? [{ targets, share: tf.onesLike(own), weights: extras[ITEM_WEIGHT] ?? null }];
}

/**
 * The loss with every target by its share: for cross-entropies the one of the soft label, whose probabilities are the shares; for
 * the squared error that of the mean target, but for what no output changes.
 */
export function mixedLoss(tf: TensorLibrary, parts: readonly MixedTargets[], loss: (targets: Tensor, weights: Tensor) => Scalar): Scalar {
  return parts
    .map(({ targets, share, weights }) => loss(targets, weights === null ? share : tf.mul(share, weights)))
    .reduce((sum, part) => tf.add(sum, part));
}
