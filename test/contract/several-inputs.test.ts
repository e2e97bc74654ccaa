import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { compareWithFile } from '../../src-main/engine/imports/compare.ts';
import type { ModelFiles, ReadModel } from '../../src-main/engine/imports/model-reader.ts';
import { onnxReader } from '../../src-main/engine/imports/readers/onnx.model-reader.ts';
import { tfjsReader } from '../../src-main/engine/imports/readers/tfjs.model-reader.ts';
import { tfliteReader } from '../../src-main/engine/imports/readers/tflite.model-reader.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { hostileFiles, fixtureBytes } from '../support/hostile-models.ts';
import { liteFile } from '../support/lite-files.ts';
import { answersOf, modelFixtures, readFixture, recordedOf, type ModelFixture } from '../support/model-fixtures.ts';
import { rejectionOf } from '../support/rejection-of.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

const fixtures = modelFixtures.filter(({ output }) => output !== undefined);
const named = (name: string): ModelFixture => fixtures.find(one => one.name === name)!;

async function differenceOf(model: ReadModel, real: Float32Array): Promise<number> {
  const session = await model.reference!(() => Promise.resolve(engine));
  try {
    const found = await compareWithFile({ model, session, engine, real, tolerance: 1e-4, turn: () => Promise.resolve() });
    return found.maxDifference;
  } finally {
    await session.close();
  }
}

describe('files of several inputs and outputs', () => {
  it('are there from Keras, TensorFlow and PyTorch', () => {
    expect(fixtures.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['keras-table', 'keras-table-h5', 'keras-table-onnx', 'keras-table-saved-model', 'torch-pair']),
    );
  });

  it.each(fixtures)('$name is one graph of one input and one output, and says what stands where', async fixture => {
    const { graph, notes, answer } = await readFixture(fixture);
    expect([graph.inputs.length, graph.outputs.length]).toEqual([1, 1]);
    const ends = fixture.name === 'torch-pair' ? ['front: 0 to 0, back: 1 to 2', 'torn: 1, wet: 2'] : ['numbers: 0 to 4, codes: 5 to 7'];
    for (const words of ends) expect(notes.join('\n')).toContain(words);
    expect(answer.function).toBe(fixture.name === 'torch-pair' ? 'sigmoid' : 'linear');
  });

  it.each(['keras-table-onnx', 'keras-table-saved-model', 'torch-pair'])('%s answers as the file itself', async name => {
    const fixture = named(name);
    expect(await differenceOf(await readFixture(fixture), recordedOf(fixture).inputs)).toBeLessThan(1e-5);
  });

  it('may stand in another order: what is asked and answered turns with it', async () => {
    const fixture = named('keras-table');
    const { inputs, answers } = recordedOf(fixture);
    const turned = { ...fixture, askedInputs: ['codes', 'numbers'], output: [...fixture.output!].reverse() };
    const model = await readFixture(turned);
    const rows = Float32Array.from({ length: inputs.length }, (_, i) => inputs[Math.floor(i / 8) * 8 + (((i % 8) + 5) % 8)]!);
    const found = await answersOf(engine, model, { ...fixture, inputs: rows });
    answers.forEach((wanted, i) => expect(found[Math.floor(i / 3) * 3 + (((i % 3) + 2) % 3)]).toBeCloseTo(wanted, 4));
  });

  it('may be followed to one output alone', async () => {
    const fixture = named('keras-table');
    const { inputs, answers } = recordedOf(fixture);
    const found = await answersOf(engine, await readFixture({ ...fixture, output: ['size'] }), { ...fixture, inputs });
    expect(found.length).toBe(2 * fixture.items);
    expect(found[0]).toBeCloseTo(answers[1]!, 4);
  });

  it.each<readonly [string, Partial<ModelFixture>, string, RegExp]>([
    ['without a word which output', { output: undefined as never }, 'output', /one output is required, this one has price, size/],
    ['of an output that is not there', { output: ['weight'] }, 'output', /has the outputs price, size, not 'weight'/],
    ['of an output twice', { output: ['size', 'size'] }, 'output', /'size' is named twice/],
    [
      'of data with too few numbers',
      { inputShape: [7] },
      'data',
      /take 8 numbers side by side \(numbers: 5, codes: 3\), the data's items have 7/,
    ],
    ['of inputs that are not there', { askedInputs: ['codes', 'words'] }, 'inputs', /has the inputs numbers, codes/],
  ])('are refused in words: %s', async (_title, change, path, message) => {
    expect(await rejectionOf(readFixture({ ...named('keras-table'), ...change } as ModelFixture))).toMatchObject({
      path,
      message: expect.stringMatching(message),
    });
  });

  it('are refused where TensorFlow Lite has several inputs: its runtime here takes one', async () => {
    const two = liteFile({ inputs: [0, 1], outputs: [2], operators: [{ op: 'ADD', inputs: [0, 1], outputs: [2] }] });
    const { message } = await rejectionOf(tfliteReader.read(hostileFiles(two), { inputShape: [8], output: null, structure: null }));
    expect(message).toMatch(/one input is required, this one has 2/);
  });
});

/** Two inputs, of which one is a picture; a softmax, a sigmoid and plain values. */
async function threeHeads(): Promise<ModelFiles> {
  const [rows, picture] = [layers.input({ shape: [4], name: 'rows' }), layers.input({ shape: [3, 3, 1], name: 'picture' })];
  const conv = layers.layers.conv2d({ filters: 2, kernelSize: 2, name: 'conv', activation: 'relu' }).apply(picture);
  const flat = layers.layers.flatten({ name: 'flat' }).apply(conv);
  const both = layers.layers.concatenate({ name: 'both' }).apply([rows, flat as layers.SymbolicTensor]);
  const head = (name: string, units: number, activation: 'softmax' | 'sigmoid' | 'linear') =>
    layers.layers.dense({ units, activation, name, biasInitializer: 'randomNormal' }).apply(both) as layers.SymbolicTensor;
  const outputs = [head('kind', 3, 'softmax'), head('sure', 1, 'sigmoid'), head('wet', 2, 'sigmoid'), head('price', 1, 'linear')];
  const model = layers.model({ inputs: [rows, picture], outputs });
  let files: ModelFiles | null = null;
  await model.save({
    save(artifacts) {
      const weights = new Uint8Array(artifacts.weightData as ArrayBuffer);
      const json = {
        modelTopology: artifacts.modelTopology,
        format: 'layers-model',
        weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }],
      };
      const bytes = new TextEncoder().encode(JSON.stringify(json));
      files = { ...hostileFiles(bytes), name: 'model.json', beside: () => Promise.resolve(weights) };
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
    },
  });
  model.dispose();
  return files as unknown as ModelFiles;
}

interface LayersJson {
  readonly modelTopology: {
    readonly config: { readonly layers: readonly { readonly class_name: string; readonly config: { readonly name: string } }[] };
  };
}

describe('a layers model of TensorFlow.js with four outputs', () => {
  const read = async (output: string | readonly string[], inputShape: readonly number[] = [13]): Promise<ReadModel> =>
    tfjsReader.read(await threeHeads(), { inputShape, output, structure: null });

  it.each<readonly [string | readonly string[], string, number]>([
    ['kind', 'softmax', 3],
    [['sure', 'wet'], 'sigmoid', 3],
    [['wet', 'sure'], 'sigmoid', 3],
    ['price', 'linear', 1],
  ])('answers as the file itself, %j', async (output, ends, width) => {
    const model = await read(output);
    expect(model.answer.function).toBe(ends);
    const real = Float32Array.from({ length: 26 }, (_, i) => Math.sin(i));
    expect(await differenceOf(model, real)).toBeLessThan(1e-5);
    const answers = await answersOf(engine, model, { inputs: real, items: 2, inputShape: [13] });
    expect(answers.length).toBe(2 * width);
  });

  it('is refused where its questions are not of one kind', async () => {
    expect((await rejectionOf(read(['kind', 'sure']))).message).toMatch(/a sigmoid for each number; 'kind' shares out one whole/);
    expect((await rejectionOf(read(['sure', 'price']))).message).toMatch(/'sure' ends with sigmoid, 'price' with linear/);
  });

  it('is followed past what only another output needs, be it unknown here', async () => {
    const files = await threeHeads();
    const json = JSON.parse(new TextDecoder().decode(files.bytes)) as LayersJson;
    const found = json.modelTopology.config.layers.find(({ config }) => config.name === 'price')!;
    const odd = {
      ...files,
      bytes: new TextEncoder().encode(
        JSON.stringify(json, (_key, value: unknown) => (value === found ? { ...found, class_name: 'Oracle' } : value)),
      ),
    };
    const wish = { inputShape: [13], structure: null };
    expect((await tfjsReader.read(odd, { ...wish, output: 'wet' })).items.map(({ name }) => name)).not.toContain('price');
    expect((await rejectionOf(tfjsReader.read(odd, { ...wish, output: 'price' }))).message).toMatch(/Oracle/);
  });

  it('is refused for pictures: its row of numbers has no place there', async () => {
    expect((await rejectionOf(read('price', [3, 3, 2]))).message).toMatch(/'rows' takes \[4\]/);
  });
});

it('a file of PyTorch takes two pictures as channels of one, and refuses a row for the one of them', async () => {
  const bytes = fixtureBytes('torch-pair.onnx');
  const wish = { output: ['torn', 'wet'], structure: null };
  const { graph } = await onnxReader.read(hostileFiles(bytes), { ...wish, inputShape: [8, 8, 3] });
  const taken = graph.nodes.filter(({ layer }) => layer === 'select-channels').map(({ config }) => config['channels']);
  expect(taken).toEqual([[0], [1, 2]]);
  const { message } = await rejectionOf(onnxReader.read(hostileFiles(bytes), { ...wish, inputShape: [8, 8, 4] }));
  expect(message).toMatch(/take 3 numbers side by side \(front: 1, back: 2\), the data's items have 4/);
});
