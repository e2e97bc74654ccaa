import { describe, expect, it } from 'vitest';
import { predictMemory, trainingLoad, type EngineLoad } from '../../../../src-main/engine/memory/predict-memory.ts';
import type { StoredItems } from '../../../../src-main/engine/training/training-data.ts';
import { graphOf } from '../../../support/graphs.ts';

/** 4 inputs, 3 hidden, 2 outputs: 15 + 8 parameters; results of 4 + 3 + 2 values an item 7 alive at most. */
const GRAPH = graphOf({ x: ['input', { shape: [4] }], a: ['dense', { units: 3 }, 'x'], b: ['dense', { units: 2 }, 'a'] }, ['b']);
const STORED = { inputs: new Uint8Array(400), targets: new Int32Array(100) } as unknown as StoredItems;
const load = (training: EngineLoad['training']): EngineLoad => ({ graph: GRAPH, data: { stored: STORED }, training });

const native = { id: 'libtensorflow', isGpu: false };
const wasm = { id: 'wasm', isGpu: false };

describe('the memory of a training', () => {
  it('of the native engine is six copies in JavaScript, parameters, slots and gradient on the device, a batch and a half, and the data twice', () => {
    const prediction = predictMemory(load({ batchSize: 1000, slots: 2 }), native);
    expect(prediction).toEqual({
      engineBytes: 425e6,
      parameterBytes: 23 * 4 * (6 + 1 + 2 + 1),
      activationBytes: 1000 * 9 * 4 * 1.5,
      dataBytes: 2 * (400 + 400),
      totalBytes: 425e6 + 920 + 54_000 + 1600,
    });
  });

  it('of the WASM engine has old and new beside each other, and the result of every operation', () => {
    const { parameterBytes, activationBytes, dataBytes } = predictMemory(load({ batchSize: 1000, slots: 1 }), wasm);
    expect(parameterBytes).toBe(23 * 4 * (6 + 2 * 2 + 1));
    expect(activationBytes).toBe(1000 * 9 * 4 * 5);
    expect(dataBytes).toBe(800);
  });

  it('with a small batch is that of the validation after it, 256 items at once', () => {
    expect(predictMemory(load({ batchSize: 2, slots: 0 }), wasm).activationBytes).toBe(256 * 9 * 4 * 1.8);
    expect(predictMemory(load({ batchSize: 2, slots: 0 }), native).activationBytes).toBe(256 * 7 * 4);
  });

  it('takes the slots from the optimizer and how it is set', () => {
    const of = (optimizer: object): number | undefined =>
      trainingLoad({ graph: GRAPH, data: {} }, { optimizer: optimizer as never, batchSize: 1 }).training?.slots;
    expect(of({ kind: 'adam' })).toBe(2);
    expect(of({ kind: 'sgd', momentum: 0 })).toBe(0);
    expect(of({ kind: 'sgd', momentum: 0.9 })).toBe(1);
  });
});

describe('the memory of layers that need room within', () => {
  it('has how each step fits each other one, head by head, beside the results', () => {
    // 6 steps of 4 channels in 2 heads: 24 values given, 24 back, 3·2·36 fits, 3·24 by head.
    const heads = graphOf({ x: ['input', { shape: [6, 4] }], a: ['attention', { headSize: 2 }, 'x', 'x', 'x'] }, ['a']);
    const { activationBytes } = predictMemory({ graph: heads, data: {}, training: { batchSize: 1000, slots: 0 } }, native);
    expect(activationBytes).toBe(1000 * 4 * 1.5 * (24 + 24 + 216 + 72));
  });

  it('has every state of a recurrent layer, though it gives the last', () => {
    const states = graphOf({ x: ['input', { shape: [6, 4] }], a: ['gru', { units: 3 }, 'x'] }, ['a']);
    const { activationBytes } = predictMemory({ graph: states, data: {}, training: { batchSize: 1000, slots: 0 } }, native);
    expect(activationBytes).toBe(1000 * 4 * 1.5 * (24 + 3 + 6 * 8 * 3));
  });
});

describe('the memory of answers', () => {
  it('has neither gradient nor slots', () => {
    const { parameterBytes } = predictMemory(load(null), native);
    expect(parameterBytes).toBe(23 * 4 * (2 + 1));
  });

  it('on a GPU is only what the process holds itself', () => {
    const { parameterBytes, activationBytes, dataBytes } = predictMemory(load(null), { id: 'libtensorflow', isGpu: true });
    expect([parameterBytes, activationBytes, dataBytes]).toEqual([23 * 4 * 2, 0, 800]);
  });

  it('of an engine that was never measured is that of WASM', () => {
    expect(predictMemory(load(null), { id: 'webgpu', isGpu: false })).toEqual(predictMemory(load(null), wasm));
  });
});
