import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { openOnnx } from '../../../../src-main/engine/formats/onnx/session.ts';
import { writeOnnx } from '../../../../src-main/engine/formats/onnx/write.ts';
import { quantiseNetwork } from '../../../../src-main/engine/quantisation/quantise-model.ts';
import { PRECISIONS, type Precision, type QuantisationScheme } from '../../../../src-shared/domain/quantisation.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import type { TrainingData } from '../../../../src-main/engine/training/training-data.ts';
import { branching, expectedAnswers, modelOf, presetModel, randomInputs } from '../../../support/format-models.ts';
import { graphOf, product } from '../../../support/graphs.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

function schemeOf(precision: Precision, over: Partial<QuantisationScheme> = {}): QuantisationScheme {
  return {
    precision,
    weightBits: 8,
    activations: 'asymmetric',
    calibration: { items: 32, method: { kind: 'min-max' } },
    keep: { first: false, last: false, layers: [] },
    ...over,
  };
}

const ITEMS = 32;

function dataFor(model: Model): TrainingData {
  const { inputShape, task } = model.card;
  const inputs = randomInputs(model, ITEMS, 3);
  const width = product(inputShape);
  return {
    inputShape,
    task,
    outputs: 5,
    count: () => ITEMS,
    gather: (_split, positions) => ({
      inputs: Float32Array.from([...positions].flatMap(i => [...inputs.subarray(i * width, (i + 1) * width)])),
      targets: new Int32Array(positions.length),
    }),
  };
}

const models = [
  { title: 'lenet5', model: presetModel('lenet5', {}, [28, 28, 1]) },
  { title: 'mini-resnet', model: presetModel('mini-resnet', {}, [12, 12, 3]) },
  { title: 'mlp', model: presetModel('mlp', { hidden: [20, 10] }, [12]) },
  { title: 'branching', model: modelOf(graphOf(branching, ['probabilities']), 'classes', 4) },
];

describe.each(models)('$title', ({ model }) => {
  it.each(PRECISIONS)('as %s answers in onnxruntime like the graph it was written from', async precision => {
    const setup = { tf: engine.tf, data: dataFor(model), seed: 1, turn: () => Promise.resolve() };
    const { network, layers } = await quantiseNetwork(model, schemeOf(precision), setup);
    const quantised = { ...network, card: model.card };
    const inputs = randomInputs(model, ITEMS, 3);
    const wanted = expectedAnswers(engine.tf, quantised, inputs, ITEMS);
    const whole = expectedAnswers(engine.tf, model, inputs, ITEMS);
    const bytes = writeOnnx(quantised);
    // ONNX Runtime works constants out when it opens a file, but none that is dequantised.
    if (precision.startsWith('codebook')) expect(new TextDecoder('latin1').decode(bytes)).not.toContain('DequantizeLinear');
    const session = await openOnnx(bytes, { threads: 1 });
    const width = wanted.length / ITEMS;
    const found = new Float32Array(wanted.length);
    const size = inputs.length / ITEMS;
    for (let i = 0; i < ITEMS; i++) found.set(await session.predict(inputs.subarray(i * size, (i + 1) * size), 1), i * width);
    await session.close();
    expect(worst(found, wanted)).toBeLessThan(ROUNDED.includes(precision) ? 0.01 : 1e-5);
    // A kernel of fewer weights than a codebook has places keeps them all.
    if (precision !== 'codebook-256') expect(worst(wanted, whole)).toBeGreaterThan(0);
    expect(worst(wanted, whole)).toBeLessThan(0.05);
    expect(layers.filter(({ reason }) => reason !== null)).toEqual([]);
  });
});

/** Where a value in the middle of two steps may go to either, or the runtime has steps of its own. */
const ROUNDED: readonly Precision[] = ['int8', 'int8-weights', 'int4-weights'];

function worst(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
