import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { createEngine, measureEngine } from '../../src-main/engine/backends/ladder.ts';
import { forward } from '../../src-main/engine/graph/forward.ts';
import type { Engine, Tensor } from '../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import { failureOf } from '../support/failure-of.ts';
import { averagePoolGeometries } from '../support/backends-cases.ts';
import { layerCases } from '../support/layer-cases.ts';
import { BATCH, contextFor, evaluationOf, gradientsOf, tensorsFor } from '../support/layer-evaluation.ts';
import { product, separatedValues, type Evaluation } from '../support/graphs.ts';
import { ADAM, bitsOf, recorder, smallSetup } from '../support/small-training.ts';
import { webgpuEngine } from '../support/webgpu-engine.ts';

vi.setConfig({ testTimeout: 60_000 });

const engine = await webgpuEngine();

describe.runIf(engine !== null)('the WebGPU engine', () => {
  const webgpu = (): Promise<Engine> => createEngine('webgpu');

  it('says which library and which adapter it computes with, and is one for the process', async () => {
    const { identity, threads, compiler } = await webgpu();
    expect({ identity, threads, compiler }).toEqual({ identity: engine?.identity, threads: 1, compiler: null });
    expect(identity).toMatch(/^webgpu-4\.22\.0-dawn-\d+\.\d+\.\d+-[a-z0-9][a-z0-9.-]*[a-z0-9]$/);
  });

  it('leaves nothing behind that makes the process look like a browser', () => {
    expect('gpu' in navigator).toBe(false);
  });

  const cases = layerCases.map((one, i) => [`${one.layer} ${JSON.stringify(one.config)} (${i})`, evaluationOf(one, i + 1), one] as const);
  it.each(cases.filter(([, , { elsewhere }]) => elsewhere === true))(
    'refuses what runs beside the processor only: %s',
    async (_title, evaluation) => {
      const { tf } = await webgpu();
      const answer = (): unknown => tf.tidy(() => forward({ tf, ...tensorsFor(tf, evaluation), context: contextFor(tf, false) }));
      expect(failureOf(answer)).toMatchObject({ code: 'engine-unavailable', hint: "Choose the engine 'wasm'." });
    },
  );

  it.each(cases.filter(([, , { elsewhere }]) => elsewhere !== true))(
    'has the WASM engine’s values and gradients: %s',
    async (_title, evaluation, one) => {
      const weights = separatedValues(BATCH * product(one.output), 99);
      const expected = await evaluate(await createEngine('wasm'), evaluation, weights);
      const { tf } = await webgpu();
      // Else what is small is computed by plain JavaScript, and these are small.
      tf.env().set('WEBGPU_CPU_FORWARD', false);
      const before = tf.memory().numTensors;
      const found = await evaluate(await webgpu(), evaluation, weights).finally(() => tf.env().set('WEBGPU_CPU_FORWARD', true));
      expect(tf.memory().numTensors).toBe(before);
      expect(found.map(values => values.length)).toEqual(expected.map(values => values.length));
      found.forEach((values, a) => expectClose(values, expected[a]!, `array ${a}`));
    },
  );

  it.each(averagePoolGeometries)(
    'divides the gradient of an average by what lies on the image: $shape, $size, $stride, $pad',
    async one => {
      const gradient = async ({ tf }: Engine): Promise<number[]> => {
        const pool = (x: Tensor): Tensor => tf.avgPool(x as Tensor4D, one.size as number, one.stride as number, one.pad);
        const made = tf.tidy(() => {
          const x = tf.tensor(separatedValues(product(one.shape), 1), [...one.shape]);
          const weights = tf.tensor(separatedValues(pool(x).size, 2), pool(x).shape);
          return tf.grad((given: Tensor) => tf.sum(tf.mul(pool(given), weights)))(x);
        });
        return [...(await made.data())];
      };
      const expected = await gradient(await createEngine('wasm'));
      expectClose(await gradient(await webgpu()), expected, 'gradient');
    },
  );

  it('trains as the WASM engine does, to the same bits every time, and leaves no tensor behind', async () => {
    // A bias before a batch norm has no gradient but rounding errors: a larger epsilon keeps Adam from following them.
    const change = { optimizer: { ...ADAM, epsilon: 1e-3 } };
    const expected = await runTraining(smallSetup((await createEngine('wasm')).tf, change), recorder());
    const { tf } = await webgpu();
    const before = tf.memory().numTensors;
    const [first, second] = [await runTraining(smallSetup(tf, change), recorder()), await runTraining(smallSetup(tf, change), recorder())];
    expect(tf.memory().numTensors).toBe(before);
    expect(bitsOf(second)).toBe(bitsOf(first));
    for (const [name, { values }] of Object.entries(expected.parameters))
      values.forEach((value, i) => expect(Math.abs(first.parameters[name]!.values[i]! - value), name).toBeLessThan(1e-4));
  });

  it('is timed like any other rung', async () => {
    const candidate = await measureEngine('webgpu', { budgetMs: 20 });
    expect(candidate).toMatchObject({ available: true, identity: engine?.identity });
    expect(candidate.probeStepMs).toBeGreaterThan(0);
  });
});

/** Within 1e-4 of the largest expected value (or of 1, if that is larger). */
function expectClose(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  found.forEach((value, i) => expect(Math.abs(value - expected[i]!) / scale, `${what}, entry ${i}`).toBeLessThan(1e-4));
}

/** The answer, and the gradients of its weighted sum. */
async function evaluate({ tf }: Engine, evaluation: Evaluation, weights: Float32Array): Promise<number[][]> {
  const made: Tensor[] = tf.tidy(() => [
    ...forward({ tf, ...tensorsFor(tf, evaluation), context: contextFor(tf, true) }),
    ...gradientsOf(tf, evaluation, weights, contextFor(tf, true)),
  ]);
  const values = await Promise.all(made.map(async tensor => [...(await tensor.data())]));
  tf.dispose(made);
  return values;
}
