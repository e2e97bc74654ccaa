import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { formats } from '../../src-main/engine/formats/index.ts';
import { decodeLite } from '../../src-main/engine/formats/tflite/decode.ts';
import { encodeLite } from '../../src-main/engine/formats/tflite/encode.ts';
import { OPERATOR_NAMES } from '../../src-main/engine/formats/tflite/operator-names.ts';
import { compareWithFile } from '../../src-main/engine/imports/compare.ts';
import type { ReadModel } from '../../src-main/engine/imports/model-reader.ts';
import { tfliteReader } from '../../src-main/engine/imports/readers/tflite.model-reader.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { expectedAnswers, formatCases, randomInputs } from '../support/format-models.ts';
import { fixtureBytes, hostileFiles } from '../support/hostile-models.ts';
import { dilatedFile, int4File, liteFile, lstmFile, tiledFile } from '../support/lite-files.ts';
import { answersOf, modelFixtures, readFixture } from '../support/model-fixtures.ts';
import { mutated } from '../support/mutate.ts';
import { comesBack, NO_COUNTERPART } from '../support/own-exports.ts';

/** What stands where it should not. */
const OTHER = { LOGISTIC: 'TANH', TANH: 'LOGISTIC', MUL: 'ADD' } as const;

const fixtures = modelFixtures.filter(({ file }) => file.endsWith('.tflite'));
const WISH = { inputShape: null, output: null, structure: null };
const read = (bytes: Uint8Array): Promise<ReadModel> => tfliteReader.read(hostileFiles(bytes), WISH);

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

async function differenceOf(model: ReadModel) {
  const session = await model.reference!(() => Promise.resolve(engine));
  const tolerance = model.rounding ?? 1e-5;
  const real = new Float32Array(0);
  const found = await compareWithFile({ model, session, engine, real, tolerance, turn: () => Promise.resolve() });
  await session.close();
  expect(found.runtime).toMatch(/^LiteRT /);
  return found.maxDifference;
}

describe('beside the file itself in LiteRT', () => {
  it.each(fixtures)('$name answers alike', async fixture => {
    const model = await readFixture(fixture);
    expect(await differenceOf(model)).toBeLessThanOrEqual(model.rounding ?? 1e-5);
  });

  // LiteRT for JavaScript opens no file with states: these are the first and the last step of tf.lite.Interpreter (TensorFlow 2.21).
  it('an LSTM over a whole series is one layer, and answers as TensorFlow does', async () => {
    const model = await read(lstmFile());
    expect(model.graph.nodes.map(({ layer }) => layer)).toEqual(['input', 'lstm', 'flatten']);
    expect(model.reference).toBeNull();
    const inputs = Float32Array.from({ length: 35 }, (_, i) => Math.sin(i));
    const answers = await answersOf(engine, model, { inputs, items: 1, inputShape: [7, 5] });
    const recorded = [
      ...[0.087084, -0.130061, 0.073559, -0.117568, -0.065639, -0.108692],
      ...[0.026428, -0.089957, 0.238653, -0.283199, 0.117925, -0.444541],
    ];
    [...answers.slice(0, 6), ...answers.slice(-6)].forEach((value, i) => expect(value).toBeCloseTo(recorded[i]!, 5));
  });

  it.each([
    ['with places behind that are read', dilatedFile()],
    ['with places behind that are cut off again', dilatedFile([1, 2])],
  ])('a convolution of places apart is one with a dilation, %s', async (_title, bytes) => {
    const model = await read(bytes);
    expect(model.graph.nodes.map(({ layer }) => layer).filter(layer => layer === 'conv2d')).toHaveLength(1);
    expect(Object.keys(model.masks)).toHaveLength(1);
    expect(await differenceOf(model)).toBeLessThan(1e-5);
  });

  it('rows that stand several times are repeated', async () => {
    expect(await differenceOf(await read(tiledFile()))).toBeLessThan(1e-6);
  });

  it('weights of four bits are read two from a byte', async () => {
    const model = await read(int4File());
    const { values, shape } = model.parameters[`${model.graph.nodes[1]!.name}/kernel`]!;
    expect(shape).toEqual([7, 3]);
    // Of each output the first weights: steps −8 and −1, −7 and 0, −6 and 1.
    expect([...values.slice(0, 6)]).toEqual([-4, -1.75, -0.75, -0.5, 0, 0.125]);
    expect(model.notes.join(' ')).toMatch(/1 arrays of weights in whole steps/);
  });

  it('weights in whole steps are read as what they stand for, values between layers rounded, and both are said', async () => {
    const model = await readFixture(fixtures.find(({ name }) => name === 'keras-mobile-tflite-int8-only')!);
    expect(model.notes.join(' ')).toMatch(/11 arrays of weights in whole steps.* 11 values between layers/);
    expect(model.graph.nodes.filter(({ layer }) => layer === 'fake-quantise').length).toBeGreaterThanOrEqual(11);
    const exact = await readFixture(fixtures.find(({ name }) => name === 'keras-mobile-tflite')!);
    expect(exact.notes).toEqual([]);
    expect(exact.rounding).toBeUndefined();
  });

  it('half precision is read as it is', async () => {
    const model = await readFixture(fixtures.find(({ name }) => name === 'keras-cnn-tflite-half')!);
    const { values } = model.parameters[`${model.graph.nodes[1]!.name}/kernel`]!;
    expect([...values].every(value => Math.f16round(value) === value)).toBe(true);
    expect(model.rounding).toBeUndefined();
  });
});

describe('a damaged file', () => {
  it('whatever is changed in it, an answer or an error value comes', async () => {
    const random = createRandom(7).split('tflite');
    for (let i = 0; i < 300; i++) {
      const { file } = fixtures[i % fixtures.length]!;
      const thrown = await read(mutated(fixtureBytes(file), random)).then(
        () => null,
        (failure: unknown) => failure,
      );
      if (thrown !== null && !(thrown instanceof AppFailure)) throw thrown;
    }
  });

  it('several outputs are asked for by name', async () => {
    const two = liteFile({
      outputs: [1, 2],
      operators: [
        { op: 'RELU', inputs: [0], outputs: [1] },
        { op: 'TANH', inputs: [0], outputs: [2] },
      ],
    });
    await expect(read(two)).rejects.toMatchObject({
      error: { message: expect.stringMatching(/one output is required, this one has v1, v2/) },
    });
    const second = await tfliteReader.read(hostileFiles(two), { ...WISH, output: 'v2' });
    expect(second.graph.nodes.at(-1)).toMatchObject({ config: { function: 'tanh' } });
    expect(await differenceOf(second)).toBeLessThan(1e-6);
  });
});

describe('what this program writes', () => {
  const format = formats.require('tflite');
  const cases = formatCases.filter(one => one.formats?.includes('tflite') ?? true);

  const memories = cases.filter(({ title }) => /^memories|preset (lstm|crnn)$/.test(title));
  const recurrent = ({ graph }: Pick<ReadModel, 'graph'>): readonly string[] =>
    graph.nodes.flatMap(({ layer, inputs }) => (/^(lstm|gru|bidirectional)$/.test(layer) ? [`${layer} of ${inputs.length}`] : [])).sort();

  it.each(memories)('$title: steps that are written out become the layers they were', async ({ model }) => {
    expect(recurrent(model).length).toBeGreaterThan(0);
    expect(recurrent(await comesBack(format, model))).toEqual(recurrent(model));
  });

  it.each(['LOGISTIC', 'TANH', 'MUL', 'SPLIT'] as const)('a memory of which one step has another %s is none', async op => {
    const [file] = await format.write(memories[0]!.model, { name: 'net', params: {} });
    const whole = decodeLite(file!.bytes);
    const [main] = whole.subgraphs!;
    const codeOf = (wanted: string): number => whole.operatorCodes!.findIndex(({ code = 0 }) => OPERATOR_NAMES[code] === wanted);
    const own = main!.operators!.flatMap(({ opcode = 0 }, i) => (opcode === codeOf(op) ? [i] : []));
    // In the middle of the series; of the parts of a sum another order, else another operator.
    const place = own[Math.floor(own.length / 2)]!;
    const operator = main!.operators![place]!;
    const changed =
      op === 'SPLIT'
        ? { ...operator, outputs: operator.outputs!.toReversed() }
        : { ...operator, opcode: codeOf(OTHER[op]), ...(op === 'MUL' ? { optionsType: 11 } : {}) };
    const operators = main!.operators!.with(place, changed);
    await expect(read(encodeLite({ ...whole, subgraphs: [{ ...main!, operators }] }))).rejects.toMatchObject({
      error: { message: expect.stringMatching(/without a counterpart here/) },
    });
  });

  it('comes back with the answers it had, or is refused with what it has not', async () => {
    const refused: string[] = [];
    for (const { title, model } of cases) {
      const found = await comesBack(format, model).catch((failure: unknown) => failure);
      if (found instanceof AppFailure) {
        expect(found.error.message, title).toMatch(/without a counterpart here/);
        refused.push(title);
        continue;
      }
      const inputs = randomInputs(model, 3, 1);
      const answers = await answersOf(engine, found as ReadModel, { inputs, items: 3, inputShape: model.card.inputShape });
      const expected = expectedAnswers(engine.tf, model, inputs, 3);
      const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (answers[i] ?? NaN))), 0);
      expect(worst, title).toBeLessThanOrEqual(1e-4);
    }
    expect(refused.filter(title => !NO_COUNTERPART.test(title))).toEqual([]);
    expect(refused.length).toBeLessThanOrEqual(19);
  });
});
