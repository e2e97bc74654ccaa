import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../../src-main/engine/backends/ladder.ts';
import { gruResetAfterSequence } from '../../../../src-main/engine/ops/gru-reset-after-sequence.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { golden } from '../../../golden/gru/golden.ts';
import { hasNative, nativeEngine } from '../../../support/native-engine.ts';

type Case = (typeof golden)[number];

const engines = [
  { engine: 'cpu', start: () => createEngine('cpu') },
  { engine: 'wasm', start: () => createEngine('wasm') },
  ...(hasNative ? [{ engine: 'libtensorflow', start: () => nativeEngine() }] : []),
];

describe.each(engines)('the GRU that resets behind its product, on $engine', ({ start }) => {
  let tf: TensorLibrary;
  beforeAll(async () => {
    ({ tf } = await start());
  });

  it('resets what the state gave, its bias with it', () => {
    // Step 1, x = 1: z = σ(0) = 0.5, r = σ(ln 3) = 0.75, g = tanh(0.75·b) with b = ln 2 / 0.75: tanh(ln 2) = 0.6; h = 0.5·0.6 = 0.3.
    // Step 2, x = 0: r = σ(0) = 0.5, g = tanh(0.5·(h·2 + b)); h ← 0.5·0.3 + 0.5·g.
    const bias = Math.log(2) / 0.75;
    const states = tf.tidy(() =>
      gruResetAfterSequence(tf, tf.tensor3d([1, 0], [1, 2, 1]), {
        kernel: tf.tensor2d([[0, Math.log(3), 0]]),
        recurrent: tf.tensor2d([[0, 0, 2]]),
        bias: tf.tensor2d([
          [0, 0, 0],
          [0, 0, bias],
        ]),
      }).dataSync(),
    );
    expect(states[0]).toBeCloseTo(0.3, 6);
    expect(states[1]).toBeCloseTo(0.15 + 0.5 * Math.tanh(0.5 * (0.6 + bias)), 6);
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

type Name = 'x' | 'kernel' | 'recurrent' | 'bias';

function argumentsOf(tf: TensorLibrary, one: Case): { readonly names: readonly Name[]; readonly tensors: Tensor[] } {
  const names = (['x', 'kernel', 'recurrent', 'bias'] as const).filter(name => one.given[name] !== undefined);
  return { names, tensors: names.map(name => tf.tensor(one.given[name]!, shapesOf(one)[name])) };
}

function statesOf(tf: TensorLibrary, [x, kernel, recurrent, bias]: readonly Tensor[]): Tensor {
  return gruResetAfterSequence(tf, x!, { kernel: kernel!, recurrent: recurrent!, bias });
}

function shapesOf({ shape: { items, time, features, units } }: Case): Readonly<Record<Name | 'seen', number[]>> {
  return {
    x: [items, time, features],
    kernel: [features, 3 * units],
    recurrent: [units, 3 * units],
    bias: [2, 3 * units],
    seen: [items, time, units],
  };
}

function expectWithin(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))));
  expect(worst, what).toBeLessThan(1e-5);
}
