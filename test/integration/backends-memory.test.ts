import { expect, it } from 'vitest';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import type { Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { Tensor4D } from '@tensorflow/tfjs-core';

const STEPS = 5000;

// tfjs keeps prepared operators by tensor id; thousands of updated weights must not pile them up.
it(`the WASM heap and the tensors stay level over ${STEPS} training steps`, async () => {
  const { tf } = await createEngine('wasm');
  const inputs = tf.ones([4, 6, 6, 1]);
  let parameters: Tensor[] = [tf.fill([3, 3, 1, 4], 0.1), tf.zeros([4]), tf.fill([36, 3], 0.1), tf.fill([3, 3, 4, 1], 0.1)];
  const train = (): void => {
    const updated = tf.tidy(() => {
      const { grads } = tf.valueAndGrads((...all) => lossOf(tf, inputs, all))(parameters);
      return parameters.map((parameter, index) => tf.sub(parameter, tf.mul(grads[index]!, 0.001)));
    });
    tf.dispose(parameters);
    parameters = updated;
  };
  for (let step = 0; step < 200; step++) train();
  const before = sizesOf(tf);
  for (let step = 200; step < STEPS; step++) train();
  expect(sizesOf(tf)).toEqual(before);
}, 120_000);

function lossOf(tf: TensorLibrary, inputs: Tensor, parameters: readonly Tensor[]) {
  const [kernel, bias, dense, depthwise] = parameters as [Tensor4D, Tensor, Tensor, Tensor4D];
  const maps = tf.relu(tf.add(tf.conv2d(inputs as Tensor4D, kernel, 1, 'same'), bias));
  const deeper = tf.depthwiseConv2d(maps as Tensor4D, depthwise, 1, 'same');
  const pooled = tf.avgPool(tf.maxPool(deeper as Tensor4D, 2, 1, 'same') as Tensor4D, 2, 2, 'same');
  const logits = tf.matMul(tf.reshape(pooled, [4, 36]), dense);
  return tf.neg(tf.mean(tf.logSoftmax(logits)));
}

/** `heapBytes`: of the WASM memory, which never shrinks. */
function sizesOf(tf: TensorLibrary): { readonly tensors: number; readonly buffers: number; readonly heapBytes: number } {
  const { wasm } = tf.backend() as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } };
  return { tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers, heapBytes: wasm.HEAPU8.byteLength };
}
