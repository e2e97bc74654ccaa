import { beforeAll, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { measureActivationSpread } from '../../../../src-main/engine/evaluation/activation-spread.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import type { TrainingData } from '../../../../src-main/engine/training/training-data.ts';
import { graphOf } from '../../../support/graphs.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine();
});

const graph = graphOf(
  {
    x: ['input', { shape: [2] }],
    fc: ['dense', { units: 3, activation: 'relu' }, 'x'],
    drop: ['dropout', { rate: 0.5 }, 'fc'],
    cut: ['reshape', { shape: [3, 1] }, 'drop'],
    flat: ['flatten', {}, 'cut'],
    out: ['dense', { units: 2 }, 'flat'],
  },
  ['out'],
);
// Units (a, −1, b − 1): the second is dead, the third answers where b > 1.
const parameters = {
  'fc/kernel': { shape: [2, 3], values: Float32Array.of(1, 0, 0, 0, 0, 1) },
  'fc/bias': { shape: [3], values: Float32Array.of(0, -1, -1) },
  'out/kernel': { shape: [3, 2], values: Float32Array.of(1, 0, 0, 0, 0, 1) },
  'out/bias': { shape: [2], values: Float32Array.of(0, 0) },
};
/** Items (i + 1, i % 2 + 1): more than two batches of them. */
const data: TrainingData = {
  inputShape: [2],
  task: 'classes',
  outputs: 2,
  count: () => 80,
  gather: (_, positions) => ({
    inputs: Float32Array.from([...positions].flatMap(i => [i + 1, (i % 2) + 1])),
    targets: Int32Array.from(positions, () => 0),
  }),
};

it('tells how the results of each layer are spread, and which units never answer, over all batches', async () => {
  const before = engine.tf.memory().numTensors;
  const spread = await measureActivationSpread({ engine, graph, parameters, data, split: 'test', turn: async () => {} }, 70);
  expect(engine.tf.memory().numTensors).toBe(before);
  expect(spread).toMatchObject({ split: 'test', items: 70 });
  // Dropout hands on what it gets, reshape and flatten only lay it out anew.
  expect(spread.layers.map(layer => layer.name)).toEqual(['fc', 'out']);
  const [fc] = spread.layers;
  expect(fc).toMatchObject({ layer: 'dense', units: 3, deadUnits: 1, low: 1, high: 70, total: 210, zeros: 70 + 35, broken: 0 });
  expect(fc!.counts.reduce((sum, count) => sum + count, 0)).toBe(70 + 35);
  const values = Array.from({ length: 70 }, (_, i) => [i + 1, 0, i % 2]).flat();
  const mean = values.reduce((sum, value) => sum + value, 0) / 210;
  expect(fc!.mean).toBeCloseTo(mean, 6);
  expect(fc!.deviation).toBeCloseTo(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 210), 6);
});

it('looks at no more items than there are', async () => {
  const spread = await measureActivationSpread({ engine, graph, parameters, data, split: 'test', turn: async () => {} });
  expect(spread.items).toBe(80);
});
