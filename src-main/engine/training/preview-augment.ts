import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { uniformAt, dropoutStream } from './batches.ts';
import { bindAugment } from './bind-augment.ts';
import { tidy } from './tidy.ts';

/** Items to be changed as a training step with this seed would change them, were they its batch. */
export interface AugmentQuestion {
  readonly kind: 'augment';
  readonly augment: readonly AlgorithmValue[];
  readonly seed: number;
  /** Of one item. */
  readonly shape: Shape;
  /** `[N, …shape]`, preprocessed. */
  readonly inputs: Float32Array;
}

export interface AugmentedItems {
  readonly inputs: Float32Array;
  /** How much of each item's own target counts, `[N]`: 1 where nothing is mixed in. */
  readonly shares: Float32Array;
}

/** The first step's numbers of the seed. */
export async function previewAugment(tf: TensorLibrary, { augment, seed, shape, inputs }: AugmentQuestion): Promise<AugmentedItems> {
  const items = inputs.length / shape.reduce((product, n) => product * n, 1);
  const change = bindAugment(tf, augment);
  if (change === null) return { inputs, shares: new Float32Array(items).fill(1) };
  const [changed, shares] = tidy(tf, () => {
    const numbers = tf.range(0, items, 1, 'int32') as Tensor;
    const batch = { inputs: tf.tensor(inputs, [items, ...shape]) as Tensor, targets: numbers, extras: {} };
    const { inputs: after, mixed = [] } = change(batch, uniformAt(tf, dropoutStream(seed)(0)));
    const own = mixed.map(({ targets, share }) => tf.mul(share, tf.cast(tf.equal(targets, numbers), 'float32')));
    return [after, own.length === 0 ? tf.ones([items]) : tf.addN(own)] as const;
  });
  try {
    return { inputs: (await changed.data()) as Float32Array, shares: (await shares.data()) as Float32Array };
  } finally {
    tf.dispose([changed, shares]);
  }
}
