import { beforeAll, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { evaluateModel } from '../../../../src-main/engine/evaluation/evaluate.ts';
import { latencyItems, modelSubject } from '../../../../src-main/engine/evaluation/latency.ts';
import { predictSplit } from '../../../../src-main/engine/evaluation/predict.ts';
import { sizeFigures } from '../../../../src-main/engine/evaluation/size.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import type { TrainingData } from '../../../../src-main/engine/training/training-data.ts';
import { graphOf } from '../../../support/graphs.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine();
});
const turn = async () => {};
const graph = graphOf({ x: ['input', { shape: [2] }], fc: ['dense', { units: 2 }, 'x'] }, ['fc']);
// Logits (a + b, 10 − a).
const parameters = {
  'fc/kernel': { shape: [2, 2], values: Float32Array.of(1, -1, 1, 0) },
  'fc/bias': { shape: [2], values: Float32Array.of(0, 10) },
};
/** Items (i, 0) of class `i % 2`, seven of them. */
const data: TrainingData = {
  inputShape: [2],
  task: 'classes',
  outputs: 2,
  count: split => (split === 'test' ? 7 : 0),
  gather: (_, positions) => ({
    inputs: Float32Array.from([...positions].flatMap(i => [i, 0])),
    targets: Int32Array.from(positions, i => i % 2),
  }),
};

it('gives every item its logits in order, whatever the batch, and leaves no tensor behind', async () => {
  const before = engine.tf.memory().numTensors;
  for (const batchSize of [1, 3, 7, 100]) {
    const { outputs, targets } = await predictSplit({ engine, graph, parameters, data, split: 'test', turn, batchSize });
    expect([...outputs]).toEqual([0, 1, 2, 3, 4, 5, 6].flatMap(i => [i, 10 - i]));
    expect([...targets]).toEqual([0, 1, 0, 1, 0, 1, 0]);
  }
  expect(engine.tf.memory().numTensors).toBe(before);
});

it('judges the answers', async () => {
  // i > 10 − i from 6 on; 5 is a tie and goes to class 0: answers 1 1 1 1 1 0 0 against 0 1 0 1 0 1 0.
  const { evaluation } = await evaluateModel({ engine, graph, parameters, data, split: 'test', turn }, { seed: 1, resamples: 10 });
  expect(evaluation).toMatchObject({
    items: 7,
    errors: 4,
    confusion: [
      [1, 3],
      [1, 2],
    ],
  });
});

it('refuses an empty split, and a model of another width', async () => {
  await expect(predictSplit({ engine, graph, parameters, data, split: 'validation', turn })).rejects.toThrow(
    /validation split with at least one item/,
  );
  const wide = { ...data, outputs: 3 };
  await expect(predictSplit({ engine, graph, parameters, data: wide, split: 'test', turn })).rejects.toThrow(
    /3 outputs is required by the data, but this one gives 2/,
  );
});

it('stops between batches, and then too leaves no tensor behind', async () => {
  const before = engine.tf.memory().numTensors;
  let turns = 0;
  const stopping = async () => {
    if (++turns > 1) throw new Error('stop');
  };
  await expect(predictSplit({ engine, graph, parameters, data, split: 'test', turn: stopping, batchSize: 2 })).rejects.toThrow('stop');
  expect(engine.tf.memory().numTensors).toBe(before);
});

it('runs a model for its speed and frees it', async () => {
  const before = engine.tf.memory().numTensors;
  const subject = modelSubject(engine, { graph, parameters }, latencyItems(data, 'test'));
  await subject.run(1);
  await subject.run(64);
  subject.dispose();
  expect(engine.tf.memory().numTensors).toBe(before);
});

it('counts sizes of a model beside those of its file', () => {
  const masks = { 'fc/kernel': Uint8Array.of(1, 0, 1, 0) };
  const figures = sizeFigures({ graph, parameters, masks }, { bytes: 100, compressedBytes: 60 });
  expect(figures).toEqual({ parameters: 6, nonZeros: 4, multiplyAdds: 4, bytes: 100, compressedBytes: 60 });
});
