import { beforeAll, describe, expect, it } from 'vitest';
import { predictSplit } from '../../../../src-main/engine/evaluation/predict.ts';
import { boost } from '../../../../src-main/engine/fusion/serial/boosting/boost.ts';
import { checkGraph } from '../../../../src-main/engine/graph/check-graph.ts';
import { initialParameters } from '../../../../src-main/engine/graph/parameters.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { runTraining } from '../../../../src-main/engine/training/run-training.ts';
import { squaredError, targetScale, withTargetScale } from '../../../../src-main/engine/training/target-scale.ts';
import type { StoredItems, TrainingData } from '../../../../src-main/engine/training/training-data.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { graphOf } from '../../../support/graphs.ts';
import { recorder, smallSetup } from '../../../support/small-training.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine();
});

const COUNTS = { train: 240, validation: 60, test: 0 };
const FIRST = { train: 0, validation: 240, test: 300 };

/** Prices: 260,000 ± 90,000, as two of three standardised inputs tell; with a second output in thousands where asked for. */
function prices(outputs = 1): TrainingData {
  const items = COUNTS.train + COUNTS.validation;
  const random = createRandom(9);
  const inputs = Float32Array.from({ length: 3 * items }, () => random.nextNormal());
  const targets = new Float32Array(outputs * items);
  for (let i = 0; i < items; i++) {
    const price = 260_000 + 80_000 * inputs[3 * i]! - 40_000 * inputs[3 * i + 1]!;
    for (let j = 0; j < outputs; j++) targets[outputs * i + j] = j === 0 ? price : price / 1000;
  }
  const itemsOf: StoredItems['itemsOf'] = split => Uint32Array.from({ length: COUNTS[split] }, (_, i) => FIRST[split] + i);
  return {
    ...{ inputShape: [3], task: 'values', outputs, count: split => COUNTS[split] },
    gather(split, positions) {
      const take = (values: Float32Array, width: number) =>
        Float32Array.from({ length: positions.length * width }, (_, i) => {
          return values[(FIRST[split] + positions[Math.floor(i / width)]!) * width + (i % width)]!;
        });
      return { inputs: take(inputs, 3), targets: take(targets, outputs) };
    },
    stored: { items, inputs, targets, factor: 1, offset: 0, itemsOf },
  };
}

const network = (outputs: number) =>
  graphOf(
    {
      input: ['input', { shape: [3] }],
      fc1: ['dense', { units: 16, activation: 'relu', bias: true, initialiser: 'he-normal' }, 'input'],
      fc2: ['dense', { units: outputs, activation: 'linear', bias: true, initialiser: 'he-normal' }, 'fc1'],
    },
    ['fc2'],
  );

const USUAL = {
  adam: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  sgd: { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false },
} as const;

async function train(optimizer: keyof typeof USUAL, { isScaled = true, outputs = 1 } = {}) {
  const data = prices(outputs);
  const graph = isScaled ? withTargetScale(network(outputs), targetScale(data)) : network(outputs);
  const parameters = initialParameters(graph, createRandom(1).split('init'));
  const plain = { weightDecay: 0, gradientClipping: undefined, earlyStopping: undefined, schedule: { kind: 'constant' } };
  const setup = smallSetup(engine.tf, { ...plain, graph, parameters, data, optimizer: USUAL[optimizer], epochs: 30, batchSize: 8 });
  const result = await runTraining(setup, recorder());
  const call = { engine, graph, parameters: result.parameters, data, split: 'validation', turn: async () => {} } as const;
  const { outputs: answers, targets } = await predictSplit(call);
  return { loss: result.validation!.kept.loss, answers, targets, scale: targetScale(data)! };
}

describe('amounts of any size', () => {
  it.each(Object.keys(USUAL) as (keyof typeof USUAL)[])('are learnt with the usual settings of %s', async optimizer => {
    const { loss, answers, targets, scale } = await train(optimizer);
    expect(loss).toBeLessThan(0.03);
    // The loss that lists show is that of the answers in their own unit.
    expect(squaredError(answers, targets, scale)).toBeCloseTo(loss, 5);
    const rmse = Math.sqrt(squaredError(answers, targets, null));
    expect(rmse).toBeLessThan(16_000);
  });

  it('are not without: the control', async () => {
    expect((await train('adam', { isScaled: false })).loss).toBeGreaterThan(1);
  });

  it('of several outputs weigh alike, whatever their units', async () => {
    const { loss, answers, targets } = await train('adam', { outputs: 2 });
    expect(loss).toBeLessThan(0.08);
    const off = (output: number) => answers.filter((_, i) => i % 2 === output).map((answer, i) => answer - targets[2 * i + output]!);
    expect(Math.hypot(...off(0)) / Math.sqrt(60)).toBeLessThan(25_000);
    expect(Math.hypot(...off(1)) / Math.sqrt(60)).toBeLessThan(25);
  });

  it('are boosted: later stages do not add the mean again', async () => {
    const training = {
      optimizer: USUAL.adam,
      schedule: { kind: 'constant' },
      epochs: 6,
      batchSize: 8,
      weightDecay: 0,
      keep: 'best',
    } as const;
    const setup = { engine, graph: network(1), stages: 3, rule: 'gradient', patience: 5, data: prices(), seed: 3, training } as const;
    const { curve, network: whole } = await boost(setup, recorder());
    expect(curve[0]!.validation!.loss).toBeLessThan(0.6);
    expect(curve[2]!.validation!.loss).toBeLessThan(curve[0]!.validation!.loss);
    expect(whole.graph.nodes.filter(({ layer, config }) => layer === 'rescale' && JSON.stringify(config).includes('26'))).toHaveLength(1);
  });
});

describe('the scale of targets', () => {
  it('is that of the training part alone, to six digits', () => {
    const { means, deviations } = targetScale(prices())!;
    expect(means[0]).toBeGreaterThan(240_000);
    expect(deviations[0]).toBeGreaterThan(80_000);
    expect(String(means[0]).replace(/\D|0+$/g, '').length).toBeLessThanOrEqual(6);
    const { stored: _stored, ...made } = prices();
    expect(targetScale(made)).toEqual(targetScale(prices()));
  });

  it('is none for classes, 1 where all are alike, and nothing to a network of several outputs', () => {
    expect(targetScale({ ...prices(), task: 'classes' })).toBeNull();
    const alike = {
      ...prices(),
      gather: (_: unknown, positions: Uint32Array) => ({
        inputs: new Float32Array(0),
        targets: new Float32Array(positions.length).fill(7),
      }),
    };
    const { stored: _stored, ...made } = alike;
    expect(targetScale(made)).toEqual({ means: [7], deviations: [1] });
    const graph = network(1);
    // As large as a column of numbers can be: the network is still one that can be stored.
    const huge = withTargetScale(graph, { means: [-2e37], deviations: [3e38] });
    expect(checkGraph(huge).outputs).toEqual(['scale']);
    expect(withTargetScale(graph, null)).toBe(graph);
    const twice = withTargetScale(withTargetScale(graph, targetScale(made)), targetScale(made));
    expect(new Set(twice.nodes.map(({ name }) => name)).size).toBe(twice.nodes.length);
  });
});
