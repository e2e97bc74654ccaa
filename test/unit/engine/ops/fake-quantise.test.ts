import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { createWasmEngine } from '../../../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { fakeQuantise, fakeQuantiseItems, fakeQuantiseKernel } from '../../../../src-main/engine/ops/fake-quantise.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';

let tf: TensorLibrary;

describe.each([
  { engine: 'wasm', create: createWasmEngine },
  { engine: 'cpu', create: createCpuEngine },
])('on $engine', ({ create }) => {
  beforeAll(async () => {
    tf = (await create()).tf;
  });

  it('takes the nearest step of a fixed grid, of two equally near the even one, and cuts off beyond', () => {
    // Steps of 0.5 from −1 to 2: ties at 0.25 go to 0, at 0.75 to 1 (step 2 + 2 = 4).
    const x = tf.tensor1d([-9, -1, -0.25, 0.2, 0.25, 0.75, 1.9, 2, 7]);
    const values = fakeQuantise(tf, x, { scale: 0.5, zeroPoint: 2, most: 6 });
    expect([...values.dataSync()]).toEqual([-1, -1, 0, 0, 0, 1, 2, 2, 2]);
  });

  it('lets the gradient through within the grid and stops it beyond', () => {
    const gradient = tf.grad(x => tf.sum(tf.mul(fakeQuantise(tf, x, { scale: 0.5, zeroPoint: 2, most: 6 }), [1, 2, 3, 4, 5])));
    expect([...gradient(tf.tensor1d([-9, -1, 0.3, 2, 7])).dataSync()]).toEqual([0, 2, 3, 4, 0]);
  });

  it('gives each item a range of its own, with 0 in it', () => {
    // [0, 3] in 3 steps of 1; [−6, 3] in 3 steps of 3; nothing but zeros stay zeros.
    const x = tf.tensor2d([
      [1.4, 3, 0.6],
      [-6, 3, 1],
      [0, 0, 0],
    ]);
    expect(fakeQuantiseItems(tf, x, 3).arraySync()).toEqual([
      [1, 3, 1],
      [-6, 3, 0],
      [0, 0, 0],
    ]);
  });

  it('gives each output channel of a kernel a scale of its own, and its gradient all there is', () => {
    // 3 bits: steps −3 … 3. Channels of greatest 3 and 0.6: scales 1 and 0.2.
    const kernel = tf.tensor2d([
      [3, 0.11],
      [-1.4, -0.6],
      [0.5, 0.3],
    ]);
    const rounded = (x: typeof kernel) => fakeQuantiseKernel(tf, x, { axes: [0], most: 3 });
    const values = [...rounded(kernel).dataSync()];
    [3, 0.2, -1, -0.6, 0, 0.4].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
    const gradient = tf.grad(x => tf.sum(tf.mul(rounded(x as typeof kernel), [1, 2])))(kernel);
    expect([...gradient.dataSync()]).toEqual([1, 2, 1, 2, 1, 2]);
  });
});
