import type { Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { wasmKernels } from '../../src-main/engine/backends/wasm/kernels/index.ts';
import { adamScalars, adamUpdate } from '../../src-main/engine/training/optimizers/adam-update.ts';
import type { Engine, Scalar, Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { averagePoolGeometries, convolutionCases, otherCases, poolingCases, productCases } from '../support/backends-cases.ts';
import type { BackendCase } from '../support/backends-cases.ts';
import { startEngines } from '../support/engines.ts';
import type { TestEngines } from '../support/engines.ts';

const TOLERANCE = 1e-4;

let engines: TestEngines;
beforeAll(async () => {
  engines = await startEngines();
});

const groups = { convolution: convolutionCases, pooling: poolingCases, 'matrix product': productCases, 'everything else': otherCases };

describe.each(Object.entries(groups))('the WASM engine agrees with the JavaScript one: %s', (_, cases) => {
  it.each(cases)('$title', async one => {
    const expected = await engines.on(engines.cpu, ({ tf }) => evaluate(tf, one));
    const found = await engines.on(engines.wasm, ({ tf }) => evaluate(tf, one));
    expect(found.shape).toEqual(expected.shape);
    expectClose(found.value, expected.value, 'value');
    expected.gradients.forEach((gradient, index) => expectClose(found.gradients[index]!, gradient, `gradient of input ${index}`));
  });
});

// y is linear in x, so y(e_i) · w is the gradient's entry i, without any rounding error of a difference.
describe('average pooling on the WASM engine has the gradient that follows from its linearity', () => {
  it.each(averagePoolGeometries)('$shape, size $size, stride $stride, $pad', async ({ shape, size, stride, pad }) => {
    await engines.on(engines.wasm, ({ tf }) => {
      const pool = (x: Tensor): Tensor => tf.avgPool(x as Tensor4D, size as number, stride as number, pad);
      const count = tf.util.sizeFromShape([...shape]);
      const x = tf.tensor(numbers(count, 1, false), [...shape]);
      const y = pool(x);
      const weights = numbers(y.size, 2, false);
      const w = tf.tensor(weights, y.shape);
      const found = tf
        .grad((input: Tensor) => tf.sum(tf.mul(pool(input), w)))(x)
        .dataSync();
      const expected = Float32Array.from({ length: count }, (_, i) => {
        const unit = new Float32Array(count);
        unit[i] = 1;
        return tf.tidy(() => tf.sum(tf.mul(pool(tf.tensor(unit, [...shape])), w)).dataSync()[0]!);
      });
      expectClose(found, expected, 'gradient');
    });
  });
});

describe('the WASM engine', () => {
  it('gives the whole gradient of a tied maximum to the first place of the window', async () => {
    const found = await engines.on(engines.wasm, ({ tf }) =>
      Array.from(
        tf
          .grad((x: Tensor) => tf.sum(tf.maxPool(x as Tensor4D, 2, 2, 'valid')))(tf.ones([1, 2, 4, 5]))
          .dataSync(),
      ),
    );
    const [one, none] = [new Array<number>(5).fill(1), new Array<number>(5).fill(0)];
    expect(found).toEqual([...one, ...none, ...one, ...none, ...none, ...none, ...none, ...none]);
  });

  it('gives ReLU a gradient of 0 at 0', async () => {
    const found = await engines.on(engines.wasm, ({ tf }) =>
      Array.from(
        tf
          .grad((x: Tensor) => tf.sum(tf.relu(x)))(tf.tensor1d([-1, 0, 2, -0, 3]))
          .dataSync(),
      ),
    );
    expect(found).toEqual([0, 0, 1, 0, 1]);
  });

  it('differentiates ReLU twice', async () => {
    const cube = (tf: TensorLibrary) => (x: Tensor) => tf.sum(tf.mul(tf.relu(x), tf.square(x)));
    const second = (tf: TensorLibrary): number[] =>
      Array.from(
        tf
          .grad((x: Tensor) => tf.sum(tf.grad(cube(tf))(x)))(tf.tensor1d([-1, 0.5, 2]))
          .dataSync(),
      );
    expect(await engines.on(engines.wasm, ({ tf }) => second(tf))).toEqual([0, 3, 12]);
    expect(await engines.on(engines.cpu, ({ tf }) => second(tf))).toEqual([0, 3, 12]);
  });

  it('keeps the values of a clone when the original is freed', async () => {
    const found = await engines.on(engines.wasm, ({ tf }) => {
      const original = tf.tensor1d([1, 2, 3]);
      const copy = tf.clone(original);
      original.dispose();
      tf.tensor1d([7, 8, 9]);
      return Array.from(copy.dataSync());
    });
    expect(found).toEqual([1, 2, 3]);
  });

  // The JavaScript back end takes max(2, 3) matrices here, not 2 · 3.
  it('broadcasts the leading axes of a product on both sides', async () => {
    const found = await engines.on(engines.wasm, ({ tf }) => {
      const columns = tf.tensor4d([1, 2, 3, 4], [2, 1, 2, 1]);
      const rows = tf.tensor3d([1, 10, 100], [3, 1, 1]);
      return Array.from(tf.matMul(columns, rows).dataSync());
    });
    expect(found).toEqual([1, 2, 10, 20, 100, 200, 3, 4, 30, 40, 300, 400]);
  });

  it('multiplies an empty inner axis to zeros', async () => {
    const found = await engines.on(engines.wasm, ({ tf }) => Array.from(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])).dataSync()));
    expect(found).toEqual([0, 0, 0, 0]);
  });

  it('refuses a segment id beyond the last segment', async () => {
    await expect(
      engines.on(engines.wasm, ({ tf }) => tf.unsortedSegmentSum(tf.ones([2, 2]), tf.tensor1d([0, 3], 'int32'), 3)),
    ).rejects.toThrow('below 3, got 3');
  });

  it('gives the same bits every time', async () => {
    const one = convolutionCases[0]!;
    const [first, second] = [
      await engines.on(engines.wasm, ({ tf }) => evaluate(tf, one)),
      await engines.on(engines.wasm, ({ tf }) => evaluate(tf, one)),
    ];
    expect(second).toEqual(first);
  });

  it('updates by Adam in one kernel to the same bits as the composed operations give', async () => {
    const { on, wasm } = engines;
    const update = ({ tf }: Engine): number[][] => {
      const [parameter, gradient, m, v] = [1, 2, 3, 4].map(seed => tf.tensor2d(numbers(35, seed, seed === 4), [5, 7])) as [
        Tensor,
        Tensor,
        Tensor,
        Tensor,
      ];
      const config = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
      const scalars = { rate: tf.scalar(adamScalars(config, { learningRate: 0.01, step: 3 }).rate) };
      const constant = (value: number): Scalar => tf.scalar(value);
      const call = { tf, config, parameter, gradient, slots: { m, v }, scalars, decays: false, constant };
      const updated = adamUpdate(call, parameter);
      return [updated.parameter, updated.slots['m']!, updated.slots['v']!].map(tensor => Array.from(tensor.dataSync()));
    };
    const fused = await on(wasm, update);
    await wasm.tf.setBackend('wasm');
    const composed = wasm.tf.tidy(() => update(wasm) as never) as unknown as number[][];
    expect(fused).toEqual(composed);
  });

  it('leaves no tensor and no memory behind', async () => {
    const { tf } = await engines.on(engines.wasm, engine => engine);
    const cases = Object.values(groups).flat();
    const before = countsOf(engines.wasm);
    for (const one of cases) await engines.on(engines.wasm, engine => evaluate(engine.tf, one));
    expect(countsOf(engines.wasm)).toEqual(before);
    expect(tf.getBackend()).toBe('espalier-wasm');
  });

  it('has each of its own kernels in force and leaves the stock ones as they were', () => {
    const { tf } = engines.wasm;
    for (const { name } of wasmKernels) {
      expect(tf.getKernel(name, 'espalier-wasm'), name).toBeDefined();
      expect(tf.getKernel(name, 'wasm')).not.toBe(tf.getKernel(name, 'espalier-wasm'));
    }
  });
});

interface Evaluation {
  readonly shape: readonly number[];
  readonly value: Float32Array;
  readonly gradients: readonly Float32Array[];
}

/** Value, and gradients of its sum weighted with fixed random numbers. */
function evaluate(tf: TensorLibrary, { shapes, run, positive = false, valueOnly = false }: BackendCase): Evaluation {
  return tf.tidy(() => {
    const inputs = shapes.map((shape, index) => tf.tensor(numbers(tf.util.sizeFromShape([...shape]), index + 1, positive), [...shape]));
    const output = run(tf, inputs);
    const weights = tf.tensor(numbers(output.size, 99, false), output.shape);
    const gradients = valueOnly ? [] : tf.grads((...all: Tensor[]) => tf.sum(tf.mul(run(tf, all), weights)))(inputs);
    const value = output.dataSync() as Float32Array;
    return { shape: output.shape, value, gradients: gradients.map(gradient => gradient.dataSync() as Float32Array) };
  });
}

function numbers(count: number, seed: number, positive: boolean): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => (positive ? 0.1 + random.next() : 2 * random.next() - 1));
}

/** Within 1e-4 of the largest expected value (or of 1, if that is larger). */
function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(found.length, what).toBe(expected.length);
  const values = Array.from(expected);
  const scale = Math.max(1, ...values.map(Math.abs));
  const worst = Math.max(
    0,
    ...values.map((value, i) => Math.abs(value - found[i]!)).map(error => (Number.isNaN(error) ? Infinity : error)),
  );
  expect(worst / scale, `largest error of the ${what}`).toBeLessThan(TOLERANCE);
}

function countsOf({ tf }: Engine): { readonly tensors: number; readonly buffers: number } {
  return { tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers };
}
