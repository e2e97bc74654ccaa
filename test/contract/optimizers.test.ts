import { beforeAll, describe, expect, it } from 'vitest';
import { bindOptimizer } from '../../src-main/engine/training/prepare.ts';
import { optimizers } from '../../src-main/engine/training/optimizers/index.ts';
import { scalarsAt } from '../../src-main/engine/training/step.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it('every optimizer file is registered', () => {
  expect(optimizers.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('training/optimizers', '.optimizer.ts'));
});

describe.each(optimizers.all)('optimizer $id', entry => {
  const bound = () => bindOptimizer(tf, { kind: entry.id, ...paramsOf(entry, 'momentum' in entry.params ? { momentum: 0.5 } : {}) });

  /** A few steps on ½·Σ (p − 3)²; the last value is a masked one: its gradient is always 0. */
  function descend(steps: number, rate: number): { readonly values: Float32Array; readonly slots: readonly Float32Array[] } {
    return tf.tidy(() => {
      const optimizer = bound();
      const { slots: names, update } = optimizer;
      const mask = tf.tensor1d([1, 1, 0]);
      let parameter = tf.tensor1d([5, -1, 0]);
      let slots = Object.fromEntries(names.map(name => [name, tf.zeros([3])]));
      for (let step = 1; step <= steps; step++) {
        const gradient = tf.mul(tf.sub(parameter, 3), mask);
        const scalars = scalarsAt(tf, optimizer, { learningRate: rate, step });
        const after = update({ parameter, gradient, slots, scalars, decays: true, constant: value => tf.scalar(value) });
        parameter = after.parameter as typeof parameter;
        slots = after.slots as typeof slots;
      }
      return { values: parameter.dataSync().slice(), slots: Object.values(slots).map(slot => slot.dataSync().slice()) } as never;
    });
  }

  it('is plain data apart from its functions, so that a form can be sent it', () => {
    expect(structuredClone(dataOf(entry))).toEqual(dataOf(entry));
    expect(entry.source).not.toBe('');
    expect(entry.params).toHaveProperty('learningRate');
  });

  it('comes nearer to the minimum of a bowl', () => {
    const { values } = descend(200, 0.02);
    expect(Math.abs(values[0]! - 3)).toBeLessThan(0.5);
    expect(Math.abs(values[1]! - 3)).toBeLessThan(2);
  });

  it('leaves at zero what is zero and has no gradient, slots included', () => {
    const { values, slots } = descend(5, 0.1);
    expect(values[2] === 0).toBe(true);
    for (const slot of slots) expect(slot[2] === 0).toBe(true);
  });

  it('stays finite for zero, tiny and huge gradients', () => {
    const finite = tf.tidy(() => {
      const optimizer = bound();
      const { slots: names, update } = optimizer;
      const gradient = tf.tensor1d([0, 1e-30, 1e15]);
      const slots = Object.fromEntries(names.map(name => [name, tf.zeros([3])]));
      const after = update({
        parameter: tf.ones([3]),
        gradient,
        slots,
        scalars: scalarsAt(tf, optimizer, { learningRate: 0.001, step: 1 }),
        decays: true,
        constant: value => tf.scalar(value),
      });
      return [after.parameter, ...Object.values(after.slots)].flatMap(tensor => [...tensor.dataSync()]);
    }) as unknown as number[];
    expect(finite.every(Number.isFinite)).toBe(true);
  });

  it('returns exactly the slots it declares and leaves its arguments alive', () => {
    const optimizer = bound();
    const { slots: names, update } = optimizer;
    const before = tf.memory().numTensors;
    const parameter = tf.tensor1d([1, 2]);
    const gradient = tf.tensor1d([0.5, 0.5]);
    const slots = Object.fromEntries(names.map(name => [name, tf.zeros([2])]));
    const after = tf.tidy(() => {
      const { parameter: p, slots: s } = update({
        parameter,
        gradient,
        slots,
        scalars: scalarsAt(tf, optimizer, { learningRate: 0.1, step: 1 }),
        decays: true,
        constant: value => tf.scalar(value),
      });
      return { p, ...s };
    });
    expect(Object.keys(after).sort()).toEqual(['p', ...names].sort());
    expect([...parameter.dataSync(), ...gradient.dataSync()]).toEqual([1, 2, 0.5, 0.5]);
    tf.dispose([after, parameter, gradient, slots] as never);
    expect(tf.memory().numTensors).toBe(before);
  });
});
