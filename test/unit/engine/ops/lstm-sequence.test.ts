import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../../../src-main/engine/backends/ladder.ts';
import type { CompiledFunction } from '../../../../src-main/engine/compiler.ts';
import { lstmSequence } from '../../../../src-main/engine/ops/lstm-sequence.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { golden } from '../../../golden/lstm/golden.ts';
import { hasNative, nativeEngine, type NativeEngine } from '../../../support/native-engine.ts';
import { registeredLibrary } from '../../../support/requirements.ts';

// XLA compiles for seconds.
vi.setConfig({ testTimeout: 60_000 });

type Case = (typeof golden)[number];

const engines = [
  { engine: 'cpu', start: () => createEngine('cpu') },
  { engine: 'wasm', start: () => createEngine('wasm') },
  ...(hasNative ? [{ engine: 'libtensorflow', start: () => nativeEngine() }] : []),
];

describe.each(engines)('the LSTM on $engine', ({ start }) => {
  let tf: TensorLibrary;
  beforeAll(async () => {
    ({ tf } = await start());
  });

  it('gates what comes in, what stays and what goes out', () => {
    // Step 1, x = 1: i = σ(ln 3) = 0.75, g = tanh(ln 2) = 0.6, o = σ(0) = 0.5: c = 0.45.
    // Step 2, x = 0: f = σ(ln 3) = 0.75, g = 0: c = 0.75·0.45; o = σ(h·r) = σ(ln 3) = 0.75.
    const first = 0.5 * Math.tanh(0.45);
    const states = tf.tidy(() =>
      lstmSequence(tf, tf.tensor3d([1, 0], [1, 2, 1]), {
        kernel: tf.tensor2d([[Math.log(3), 0, Math.log(2), 0]]),
        recurrent: tf.tensor2d([[0, 0, 0, Math.log(3) / first]]),
        bias: tf.tensor1d([0, Math.log(3), 0, 0]),
      }).dataSync(),
    );
    expect(states[0]).toBeCloseTo(first, 6);
    expect(states[1]).toBeCloseTo(0.75 * Math.tanh(0.3375), 6);
  });

  it.each(golden.map(one => [JSON.stringify(one.shape), one] as const))('has Keras’s states and gradients of %s', (_title, one) => {
    const { names, tensors } = argumentsOf(tf, one);
    const found = tf.tidy(() => {
      const sum = (...given: Tensor[]): Scalar => tf.sum(tf.mul(statesOf(tf, given), tf.tensor(one.given.seen, shapesOf(one).seen)));
      const gradients = tf.grads(sum)(tensors);
      return [statesOf(tf, tensors), ...gradients].map(tensor => [...tensor.dataSync()]);
    });
    tf.dispose(tensors);
    expectWithin(found[0]!, one.states, 'states');
    names.forEach((name, i) => expectWithin(found[i + 1]!, one.gradients[name]!, `gradient of ${name}`));
  });
});

describe.runIf(hasNative)('a recorded LSTM', () => {
  it('asks TensorFlow for one operation a step, and for three of its gradient', async () => {
    const engine = await nativeEngine();
    const operations = (time: number): number => {
      const compiled = compiledGradient(engine, time);
      compiled.dispose();
      return compiled.operations;
    };
    // A cell; the cell's gradient, its product with the recurrent kernel, its sum with the state's own gradient.
    expect(operations(20) - operations(10)).toBe(10 * 4);
  });

  it('is composed for XLA, which has no such operation, to the same numbers', async () => {
    const x = Float32Array.from({ length: 2 * 4 * 3 }, (_, i) => Math.sin(i));
    const gradient = async (engine: NativeEngine): Promise<readonly number[]> => {
      const { dx } = compiledGradient(engine, 4).call({ x }, null);
      return [...(await dx!.data())];
    };
    const expected = await gradient(await nativeEngine());
    const xla = await createEngine('libtensorflow-xla', { libraryFolder: registeredLibrary() ?? '', threads: 2 });
    expectWithin(await gradient(xla as NativeEngine), expected, 'gradient');
  });
});

function compiledGradient({ tf, compiler }: NativeEngine, time: number): CompiledFunction {
  return compiler.compile({
    ...{ title: 'lstm', inputs: { x: { dtype: 'float32', shape: [2, time, 3] } }, arrays: {}, variables: {} },
    body({ input }) {
      const weights = { kernel: tf.fill([3, 16], 0.3), recurrent: tf.fill([4, 16], 0.2), bias: undefined };
      return { dx: tf.grad((x: Tensor) => tf.sum(lstmSequence(tf, x, weights)))(input('x')) };
    },
  });
}

type Name = 'x' | 'kernel' | 'recurrent' | 'bias';

function argumentsOf(tf: TensorLibrary, one: Case): { readonly names: readonly Name[]; readonly tensors: Tensor[] } {
  const names = (['x', 'kernel', 'recurrent', 'bias'] as const).filter(name => one.given[name] !== undefined);
  return { names, tensors: names.map(name => tf.tensor(one.given[name]!, shapesOf(one)[name])) };
}

function statesOf(tf: TensorLibrary, [x, kernel, recurrent, bias]: readonly Tensor[]): Tensor {
  return lstmSequence(tf, x!, { kernel: kernel!, recurrent: recurrent!, bias });
}

function shapesOf({ shape: { items, time, features, units } }: Case): Readonly<Record<Name | 'seen', number[]>> {
  return {
    x: [items, time, features],
    kernel: [features, 4 * units],
    recurrent: [units, 4 * units],
    bias: [4 * units],
    seen: [items, time, units],
  };
}

function expectWithin(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))));
  expect(worst, what).toBeLessThan(1e-5);
}
