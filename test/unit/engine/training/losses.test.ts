import { beforeAll, describe, expect, it } from 'vitest';
import { resolveClassWeights } from '../../../../src-main/engine/training/losses/class-weights.ts';
import { losses } from '../../../../src-main/engine/training/losses/index.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

function value(
  id: string,
  parts: { readonly outputs: Tensor; readonly targets: Tensor; readonly config?: object; readonly classWeights?: Tensor },
): number {
  const { value: loss } = losses.require(id) as unknown as { value(call: object): Scalar };
  return loss({ tf, config: {}, classWeights: null, ...parts }).dataSync()[0]!;
}

describe('softmax cross-entropy', () => {
  // Probabilities 1/2, 1/4, 1/4 and 1/4, 1/4, 1/2.
  const parts = () => ({
    outputs: tf.log(
      tf.tensor2d([
        [2, 1, 1],
        [1, 1, 2],
      ]),
    ),
    targets: tf.tensor1d([0, 1], 'int32'),
  });

  it('is the mean of −log p of the right class: (log 2 + log 4)/2', () => {
    expect(value('softmax-cross-entropy', { ...parts(), config: { labelSmoothing: 0 } })).toBeCloseTo(Math.log(8) / 2, 6);
  });

  it('with smoothing 0.3 targets 0.8, 0.1, 0.1', () => {
    const first = 0.8 * Math.log(2) + 0.2 * Math.log(4);
    const second = 0.9 * Math.log(4) + 0.1 * Math.log(2);
    expect(value('softmax-cross-entropy', { ...parts(), config: { labelSmoothing: 0.3 } })).toBeCloseTo((first + second) / 2, 6);
  });

  it('weighs items by their class and divides by their number', () => {
    const weighted = value('softmax-cross-entropy', { ...parts(), config: { labelSmoothing: 0 }, classWeights: tf.tensor1d([3, 1, 1]) });
    expect(weighted).toBeCloseTo((3 * Math.log(2) + Math.log(4)) / 2, 6);
  });
});

describe('binary cross-entropy', () => {
  // Probabilities 3/4 for a positive, 1/5 for a negative.
  const parts = () => ({ outputs: tf.tensor2d([[Math.log(3)], [-Math.log(4)]]), targets: tf.tensor2d([[1], [0]]) });

  it('is the mean of −log p of what was right', () => {
    const expected = (Math.log(4 / 3) + Math.log(5 / 4)) / 2;
    expect(value('binary-cross-entropy', { ...parts(), config: { labelSmoothing: 0, positiveWeight: 1 } })).toBeCloseTo(expected, 6);
  });

  it('counts positives by their weight', () => {
    const expected = (3 * Math.log(4 / 3) + Math.log(5 / 4)) / 2;
    expect(value('binary-cross-entropy', { ...parts(), config: { labelSmoothing: 0, positiveWeight: 3 } })).toBeCloseTo(expected, 6);
  });

  it('with smoothing 0.2 targets 0.9 and 0.1', () => {
    const expected = (0.9 * Math.log(4 / 3) + 0.1 * Math.log(4) + 0.9 * Math.log(5 / 4) + 0.1 * Math.log(5)) / 2;
    expect(value('binary-cross-entropy', { ...parts(), config: { labelSmoothing: 0.2, positiveWeight: 1 } })).toBeCloseTo(expected, 6);
  });
});

describe('losses of residuals 0.5, −2, 0, 3', () => {
  const parts = () => ({
    outputs: tf.tensor2d([
      [1.5, -1],
      [2, 3],
    ]),
    targets: tf.tensor2d([
      [1, 1],
      [2, 0],
    ]),
  });

  it.each([
    { id: 'mse', config: {}, expected: (0.25 + 4 + 9) / 4 },
    { id: 'mae', config: {}, expected: (0.5 + 2 + 3) / 4 },
    { id: 'huber', config: { delta: 1 }, expected: (0.125 + 1.5 + 2.5) / 4 },
    { id: 'huber', config: { delta: 2 }, expected: (0.125 + 2 + 4) / 4 },
  ])('$id $config is $expected', ({ id, config, expected }) => {
    expect(value(id, { ...parts(), config })).toBeCloseTo(expected, 6);
  });
});

describe('class weights', () => {
  it('balanced gives every class that occurs the same total', () => {
    expect(resolveClassWeights('balanced', 3, () => [6, 2, 0])).toEqual([8 / 12, 8 / 4, 0]);
  });

  it('are not counted when there are none', () => {
    expect(resolveClassWeights('none', 3, () => expect.fail('counted'))).toBeNull();
  });

  it('must be one per class', () => {
    expect(() => resolveClassWeights([1, 2], 3, () => [])).toThrow('3 class weights are required, one per class, got 2');
    expect(() => resolveClassWeights([0, 0, 0], 3, () => [])).toThrow('only zeros');
  });
});
