import { expect, it } from 'vitest';
import { rejectionOf } from '../support/rejection-of.ts';
import { webgpuEngine } from '../support/webgpu-engine.ts';

const engine = await webgpuEngine();

// In a process of its own: a device that failed stays so.
it.runIf(engine !== null)('refuses to hand out what was computed with memory that could not be had', async () => {
  const { tf } = engine!;
  const fine = tf.add(tf.ones([40, 40]), 1);
  expect([...(await fine.data()).slice(0, 2)]).toEqual([2, 2]);
  const { device } = tf.backend() as unknown as { readonly device: GPUDevice };
  const rows = Math.ceil(device.limits.maxBufferSize / 4 / 4096) + 1;
  const tooLarge = tf.tidy(() => tf.slice(tf.add(tf.tile(tf.ones([1, 4096]), [rows, 1]), 1), [0, 0], [1, 4]));
  const refused = await rejectionOf(tooLarge.data());
  expect(refused.code).toBe('out-of-memory');
  expect(refused.message).toMatch(/^The graphics device has too little memory: .*max buffer size/);
  expect(await rejectionOf(tf.add(fine, 1).data())).toEqual(refused);
});
