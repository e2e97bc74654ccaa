import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { predictSplit } from '../../../../src-main/engine/evaluation/predict.ts';
import { boost, type BoostingSetup } from '../../../../src-main/engine/fusion/serial/boosting/boost.ts';
import { itemWeights } from '../../../../src-main/engine/fusion/serial/boosting/samme-r.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { graphOf } from '../../../support/graphs.ts';
import { ADAM, bitsOf, recorder, smallData, smallGraph, undisturbedAndResumed } from '../../../support/small-training.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine();
});

const training: BoostingSetup['training'] = {
  ...{ optimizer: ADAM, schedule: { kind: 'constant' }, epochs: 2, batchSize: 4, weightDecay: 0, keep: 'best' },
};

function setupOf(change: Partial<BoostingSetup> = {}): BoostingSetup {
  return { engine, graph: smallGraph, stages: 3, rule: 'gradient', patience: 5, data: smallData(), seed: 3, training, ...change };
}

const rules = ['gradient', 'samme-r'] as const;

describe.each(rules)('boosting by %s', rule => {
  it('goes on to the same bits from any snapshot of any stage', async () => {
    const run = async (hooks: Parameters<typeof boost>[1]) => (await boost(setupOf({ rule }), hooks)).network;
    const { undisturbed, saved, resumed } = await undisturbedAndResumed(run);
    expect(new Set(saved.snapshots.map(({ metadata }) => metadata['phase']))).toEqual(new Set(['0', '1', '2']));
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('gives one graph whose answers are what its curve says', async () => {
    const { network, curve, kept } = await boost(setupOf({ rule }), recorder());
    expect(curve).toHaveLength(3);
    const answers = await predictSplit({ engine, ...network, data: smallData(), split: 'validation', turn: async () => {} });
    const right = [...answers.targets].filter((target, i) => {
      const row = [...answers.outputs.subarray(i * 3, i * 3 + 3)];
      return row.indexOf(Math.max(...row)) === target;
    });
    expect(curve[kept - 1]?.validation?.accuracy).toBeCloseTo(right.length / 7);
  });

  it('leaves no tensor behind', async () => {
    const before = engine.tf.memory().numTensors;
    await boost(setupOf({ rule, stages: 2 }), recorder());
    expect(engine.tf.memory().numTensors).toBe(before);
  });
});

it('fits what former stages of a regression left over: each stage brings the sum nearer', async () => {
  const line = graphOf({ x: ['input', { shape: [4] }], fc: ['dense', { units: 1 }, 'x'] }, ['fc']);
  const setup = setupOf({ data: smallData('values'), graph: line, stages: 4, shrinkage: 0.5, training: { ...training, epochs: 8 } });
  const { curve } = await boost(setup, recorder());
  const losses = curve.map(({ validation }) => validation!.loss);
  for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1]!);
});

it('leaves former stages as they were', async () => {
  const one = await boost(setupOf({ stages: 1 }), recorder());
  const three = await boost(setupOf({ stages: 3 }), recorder());
  for (const [name, { values }] of Object.entries(one.network.parameters)) expect(three.network.parameters[name]?.values).toEqual(values);
});

it('ends when the validation part has not gained for some stages, and keeps the best number of them', async () => {
  const wild = { ...training, optimizer: { ...ADAM, learningRate: 3 }, keep: 'last' as const };
  const { curve, kept, network } = await boost(setupOf({ stages: 8, patience: 2, training: wild }), recorder());
  expect(curve.length).toBeLessThan(8);
  expect(curve.length - kept).toBe(2);
  expect(network.graph.nodes.some(({ name }) => name.startsWith(`s${kept + 1}-`))).toBe(false);
});

it('weighs items by exp(mean z − z of the right class), mean 1', () => {
  // Right by 1 and −1 over the mean: e^−1 to e^1.
  const { values } = itemWeights({ outputs: Float32Array.of(1, -1, -1, 1), targets: Int32Array.of(0, 0), width: 2 });
  const [right, wrong] = [Math.exp(-1), Math.E];
  expect(values[0]).toBeCloseTo((2 * right) / (right + wrong));
  expect(values[1]).toBeCloseTo((2 * wrong) / (right + wrong));
  const many = itemWeights({
    outputs: Float32Array.from({ length: 200 }, (_, i) => (i === 0 ? -50 : i % 2 === 0 ? 5 : 0)),
    targets: new Int32Array(100),
    width: 2,
  });
  expect(Math.max(...many.values)).toBeLessThan(20.1);
});

it('refuses SAMME.R for numbers to predict', async () => {
  const { message } = await rejectionOf(boost(setupOf({ rule: 'samme-r', data: smallData('values') }), recorder()));
  expect(message).toMatch(/'samme-r' is for classes, binary, but the data's task is values/);
});
