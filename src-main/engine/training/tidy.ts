import type { TensorLibrary } from '../tensor-library.ts';

/** `tf.tidy` for any result that holds tensors in plain objects and lists; tfjs's own type knows fewer shapes of it. */
export function tidy<T>(tf: TensorLibrary, compute: () => T): T {
  return (tf.tidy as unknown as (compute: () => T) => T)(compute);
}
