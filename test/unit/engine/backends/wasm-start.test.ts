import { expect, it } from 'vitest';
import { createWasmEngine } from '../../../../src-main/engine/backends/wasm/create-wasm-engine.ts';

// A file of its own: the process's first start is what is looked at.
it('is started once, however many ask for it at the same time', async () => {
  const [first, second] = await Promise.all([createWasmEngine(), createWasmEngine()]);
  expect(second.identity).toBe(first.identity);
  const { tf } = first;
  const sum = tf.addN([tf.ones([3]), tf.ones([3])]);
  expect([...(await sum.data())]).toEqual([2, 2, 2]);
});
