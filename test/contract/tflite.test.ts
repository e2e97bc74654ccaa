import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { sourceOfFiles } from '../../src-main/engine/formats/format.ts';
import { decodeLite } from '../../src-main/engine/formats/tflite/decode.ts';
import { encodeLite } from '../../src-main/engine/formats/tflite/encode.ts';
import { OPERATORS } from '../../src-main/engine/formats/tflite/operator-names.ts';
import { TENSOR_TYPES } from '../../src-main/engine/formats/tflite/schema.ts';
import { tflite } from '../../src-main/engine/formats/tflite/tflite.format.ts';
import { quantiseNetwork } from '../../src-main/engine/quantisation/quantise-model.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { Precision } from '../../src-shared/domain/quantisation.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { expectedAnswers, modelOf, presetModel, randomInputs } from '../support/format-models.ts';
import { graphOf, product, type Sketch } from '../support/graphs.ts';
import { mutated } from '../support/mutate.ts';

const ITEMS = 12;

/** What stands between products in integers: sums, pools, parts side by side on grids of their own. */
const everything: Sketch = {
  image: ['input', { shape: [11, 9, 4] }],
  wide: ['conv2d', { filters: 6, kernel: [3, 2], stride: 2, padding: 'same', activation: 'relu6' }, 'image'],
  deep: ['depthwise-conv2d', { multiplier: 2, padding: 'same', bias: false }, 'wide'],
  norm: ['batch-norm', {}, 'deep'],
  cut: ['activation', { function: 'relu' }, 'norm'],
  other: ['conv2d', { filters: 12, kernel: 3, padding: 'same' }, 'cut'],
  sum: ['add', {}, 'other', 'cut'],
  positive: ['activation', { function: 'relu' }, 'sum'],
  beside: ['concatenate', {}, 'positive', 'other'],
  most: ['max-pool', { size: 2, padding: 'same' }, 'beside'],
  mean: ['average-pool', { size: 2, stride: 1, padding: 'same' }, 'most'],
  small: ['conv2d', { filters: 5, kernel: 1 }, 'mean'],
  means: ['global-average-pool', {}, 'small'],
  out: ['dense', { units: 3 }, 'means'],
};

const models = [
  { title: 'an MLP', model: presetModel('mlp', { hidden: [20, 10] }, [12]) },
  { title: 'LeNet-5', model: presetModel('lenet5', {}, [28, 28, 1]) },
  { title: 'a net of branches', model: modelOf(graphOf(everything, ['out']), 'classes', 3) },
];

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

async function quantised(model: Model, precision: Precision): Promise<Model> {
  const inputs = randomInputs(model, ITEMS, 1);
  const width = product(model.card.inputShape);
  const data = {
    ...{ inputShape: model.card.inputShape, task: model.card.task, outputs: 1, count: () => ITEMS },
    gather: (_split: unknown, positions: Uint32Array) => ({
      inputs: Float32Array.from([...positions].flatMap(i => [...inputs.subarray(i * width, (i + 1) * width)])),
      targets: new Int32Array(positions.length),
    }),
  };
  const calibration = { items: ITEMS, method: { kind: 'min-max' } };
  const keep = { first: false, last: false, layers: [] };
  const scheme = { precision, weightBits: 8, activations: 'asymmetric', calibration, keep } as const;
  const { network } = await quantiseNetwork(model, scheme, { tf: engine.tf, data, seed: 1, turn: () => Promise.resolve() });
  return { ...network, card: model.card };
}

async function bytesOf(model: Model): Promise<Uint8Array> {
  const [file] = await tflite.write(model, { name: 'net', params: {} as never });
  return file!.bytes;
}

/** Names of the operators, and the types of what they give. */
function operatorsIn(bytes: Uint8Array): readonly string[] {
  const { operatorCodes = [], subgraphs = [] } = decodeLite(bytes);
  const name = (table: Readonly<Record<string, number>>, number = 0): string => Object.keys(table).find(key => table[key] === number) ?? '';
  const [{ operators = [], tensors = [] } = {}] = subgraphs;
  return operators.map(
    ({ opcode = 0, outputs = [] }) => `${name(OPERATORS, operatorCodes[opcode]?.code)} ${name(TENSOR_TYPES, tensors[outputs[0]!]?.type)}`,
  );
}

describe.each(models)('$title', ({ model }) => {
  it.each([
    ['int8', 0.03],
    ['int8-weights', 1e-5],
    ['int4-weights', 1e-5],
    ['float16', 1e-5],
    ['bfloat16', 1e-5],
  ] as const)('answers in %s as the quantised model does, within %d', async (precision, tolerance) => {
    const held = await quantised(model, precision);
    const bytes = await bytesOf(held);
    const session = await tflite.open(sourceOfFiles([{ name: 'net', bytes }]), () => Promise.resolve(engine));
    const inputs = randomInputs(model, ITEMS, 2);
    const expected = expectedAnswers(engine.tf, held, inputs, ITEMS);
    const found = await session.predict(inputs, ITEMS);
    await session.close();
    expect(found).toHaveLength(expected.length);
    expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThanOrEqual(tolerance);
  });
});

it('multiplies whole steps but in the last product, whose answers are numbers', async () => {
  const bytes = await bytesOf(await quantised(models[1]!.model, 'int8'));
  const products = operatorsIn(bytes).filter(one => /CONV|FULLY/.test(one));
  expect(products).toEqual([
    'CONV_2D int8',
    'CONV_2D int8',
    ...products.slice(2, -1).map(() => 'FULLY_CONNECTED int8'),
    'FULLY_CONNECTED float32',
  ]);
});

it('computes sums, pools and what stands side by side in whole steps', async () => {
  const operators = operatorsIn(await bytesOf(await quantised(models[2]!.model, 'int8')));
  for (const code of ['ADD', 'CONCATENATION', 'MAX_POOL_2D', 'AVERAGE_POOL_2D', 'DEPTHWISE_CONV_2D', 'CONV_2D'])
    expect(operators.filter(one => one.startsWith(`${code} `)).every(one => one.endsWith(' int8'))).toBe(true);
  expect(operators).toContain('ADD int8');
});

it('takes about a quarter of the bytes in int8, and half in float16', async () => {
  const { model } = models[1]!;
  const whole = (await bytesOf(model)).length;
  expect((await bytesOf(await quantised(model, 'int8'))).length / whole).toBeLessThan(0.27);
  expect((await bytesOf(await quantised(model, 'float16'))).length / whole).toBeLessThan(0.52);
});

it('does a relu along with the product in front of it', async () => {
  const sketch: Sketch = {
    x: ['input', { shape: [4] }],
    d: ['dense', { units: 3, activation: 'relu' }, 'x'],
    e: ['dense', { units: 2 }, 'd'],
  };
  const operators = operatorsIn(await bytesOf(modelOf(graphOf(sketch, ['e']), 'classes', 1)));
  expect(operators).toEqual(['FULLY_CONNECTED float32', 'FULLY_CONNECTED float32', 'SOFTMAX float32']);
});

it('refuses a range for each item by itself, in a sentence', async () => {
  const sketch: Sketch = { x: ['input', { shape: [4] }], q: ['fake-quantise', { range: 'item' }, 'x'], d: ['dense', { units: 2 }, 'q'] };
  await expect(bytesOf(modelOf(graphOf(sketch, ['d']), 'values', 1))).rejects.toThrow(
    "Layer 'q' can't be written as TensorFlow Lite: its range",
  );
});

it('reads mutated files, or refuses them as invalid input', async () => {
  const bytes = await bytesOf(models[0]!.model);
  const random = createRandom(1).split('tflite');
  const seen = { read: 0, refused: 0 };
  for (let i = 0; i < 3000; i++) {
    try {
      decodeLite(mutated(bytes, random));
      seen.read++;
    } catch (thrown) {
      if (!(thrown instanceof AppFailure) || thrown.error.code !== 'invalid-input') throw thrown;
      seen.refused++;
    }
  }
  expect(seen.read).toBeGreaterThan(0);
  expect(seen.refused).toBeGreaterThan(0);
});

it('does not follow a list that names the same part again and again', () => {
  const large = { operators: Array.from({ length: 2000 }, () => ({ opcode: 0 })) };
  const bytes = encodeLite({ subgraphs: [...Array.from({ length: 199 }, () => ({})), large] });
  const view = new DataView(bytes.buffer);
  const root = view.getUint32(0, true);
  const field = root + view.getUint16(root - view.getInt32(root, true) + 4 + 2 * 2, true);
  const list = field + view.getUint32(field, true) + 4;
  const last = list + 4 * 199 + view.getUint32(list + 4 * 199, true);
  for (let i = 0; i < 200; i++) view.setUint32(list + 4 * i, last - (list + 4 * i), true);
  expect(() => decodeLite(bytes)).toThrow('it names parts again and again');
});
