import { beforeAll, describe, expect, it } from 'vitest';
import { bindOptimizer } from '../../../../src-main/engine/training/prepare.ts';
import { scalarsAt } from '../../../../src-main/engine/training/step.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

/** Parameter after each of two steps with gradients 0.5 and −1, from 1. */
function twoSteps(value: Readonly<Record<string, unknown>>, decays = false): number[] {
  return tf.tidy(() => {
    const optimizer = bindOptimizer(tf, value);
    const { slots: names, update } = optimizer;
    let parameter = tf.tensor1d([1]);
    let slots = Object.fromEntries(names.map(name => [name, tf.zeros([1])]));
    return [0.5, -1].map((gradient, i) => {
      const scalars = scalarsAt(tf, optimizer, { learningRate: 0.1, step: i + 1 });
      const call = { parameter, gradient: tf.tensor1d([gradient]), slots, scalars, decays };
      const after = update({ ...call, constant: number => tf.scalar(number) });
      parameter = after.parameter as typeof parameter;
      slots = after.slots as typeof slots;
      return parameter.dataSync()[0]!;
    });
  }) as unknown as number[];
}

function expectClose(values: readonly number[], expected: readonly number[]): void {
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
}

describe('sgd', () => {
  it('without momentum steps along the gradient: 1 − 0.05, + 0.1', () => {
    expectClose(twoSteps({ kind: 'sgd', momentum: 0, nesterov: false }), [0.95, 1.05]);
  });

  it('with momentum 0.9 adds up velocities 0.5 and 0.45 − 1 = −0.55', () => {
    expectClose(twoSteps({ kind: 'sgd', momentum: 0.9, nesterov: false }), [0.95, 1.005]);
  });

  it('with Nesterov steps along g + 0.9·v: 0.95, then −1 − 0.495 = −1.495', () => {
    expectClose(twoSteps({ kind: 'sgd', momentum: 0.9, nesterov: true }), [0.905, 1.0545]);
  });
});

describe('adam', () => {
  const betas = { beta1: 0.9, beta2: 0.99, epsilon: 0.1 };

  it('puts epsilon beside the uncorrected root, as ResourceApplyAdam does', () => {
    // m = 0.05, v = 0.0025, lr_1 = 0.1·√0.01/0.1 = 0.1: 1 − 0.1·0.05/(0.05 + 0.1).
    // m = 0.045 − 0.1 = −0.055, v = 0.002475 + 0.01 = 0.012475, lr_2 = 0.1·√0.0199/0.19.
    const first = 1 - 0.005 / 0.15;
    const second = first + ((0.1 * Math.sqrt(0.0199)) / 0.19) * (0.055 / (Math.sqrt(0.012475) + 0.1));
    expectClose(twoSteps({ kind: 'adam', ...betas }), [first, second]);
  });

  it('as adamw shrinks kernels by 1 − 0.1·0.5 first, and nothing else', () => {
    const [plain] = twoSteps({ kind: 'adam', ...betas });
    expectClose(twoSteps({ kind: 'adamw', decay: 0.5, ...betas }, true).slice(0, 1), [plain! - 0.05]);
    expect(twoSteps({ kind: 'adamw', decay: 0.5, ...betas }, false)[0]).toBe(plain);
  });
});

describe('rmsprop', () => {
  // Mean squares: 0.1·0.25 = 0.025, then 0.0225 + 0.1 = 0.1225; epsilon 0.0375 and 0.0375 under the root: √0.0625, √0.16.
  const config = { kind: 'rmsprop', decay: 0.9, epsilon: 0.0375 };

  it('divides the step by the running root mean square: 0.05/0.25, −0.1/0.4', () => {
    expectClose(twoSteps({ ...config, momentum: 0 }), [0.8, 1.05]);
  });

  it('with momentum 0.5 carries half of the first change over: −0.25 + 0.1', () => {
    expectClose(twoSteps({ ...config, momentum: 0.5 }), [0.8, 0.95]);
  });
});
