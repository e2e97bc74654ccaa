import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** Of one tensor; its result has no slope: no gradient goes back through it. */
export function withoutGradient(tf: TensorLibrary, x: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  const flat = tf.customGrad((...args) => {
    const [given, save] = args as unknown as [Tensor, (tensors: Tensor[]) => void];
    save([given]);
    return { value: compute(given), gradFunc: (_dy, saved) => tf.zerosLike(saved[0] as Tensor) };
  });
  return flat(x);
}
