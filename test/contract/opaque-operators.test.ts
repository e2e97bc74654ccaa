import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { distilModel } from '../../src-main/engine/distillation/distil-model.ts';
import { createPredictor } from '../../src-main/engine/evaluation/predictor.ts';
import { encodeOnnx, FLOAT, INT64, type OnnxModel, type OnnxNode } from '../../src-main/engine/formats/onnx/schema.ts';
import { openOnnx } from '../../src-main/engine/formats/onnx/session.ts';
import { writeOnnx } from '../../src-main/engine/formats/onnx/write.ts';
import { channelGroups } from '../../src-main/engine/graph/channel-groups.ts';
import { checkGraph } from '../../src-main/engine/graph/check-graph.ts';
import { heldBack } from '../../src-main/engine/graph/held-back.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import { modelReaders } from '../../src-main/engine/imports/readers/index.ts';
import type { ReadModel } from '../../src-main/engine/imports/model-reader.ts';
import { runOnnx } from '../../src-main/engine/ops/run-onnx.ts';
import { resolveChoices } from '../../src-main/engine/pruning/pruning-choices.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { failureOf } from '../support/failure-of.ts';
import { expectedAnswers, modelOf, randomInputs } from '../support/format-models.ts';
import { graphOf } from '../support/graphs.ts';
import { hostileFiles } from '../support/hostile-models.ts';
import { modelFixtures, readFixture } from '../support/model-fixtures.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';
import { opaqueConfig } from '../support/opaque-files.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { smallDataset, smallDistillation, trainedTeacher } from '../support/small-distillation.ts';
import { recorder, smallSetup } from '../support/small-training.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createWasmEngine();
});

const dense = (units: number) => ({ units, activation: 'linear', bias: true, initialiser: 'he-normal' });

/** A dense layer, one of another runtime's operators, and two dense layers behind. */
function around(config: Readonly<Record<string, unknown>>): ModelGraph {
  return graphOf(
    {
      input: ['input', { shape: [4] }],
      fc1: ['dense', dense(6), 'input'],
      kept: ['opaque', config, 'fc1'],
      fc2: ['dense', dense(5), 'kept'],
      fc3: ['dense', dense(3), 'fc2'],
    },
    ['fc3'],
  );
}

const taught = (graph: ModelGraph) => ({ graph, parameters: initialParameters(graph, createRandom(3).split('init')) });

const softplus = around(opaqueConfig('Softplus', [6]));
const summing = around(opaqueConfig('CumSum', [6], { axis: 1 }));

async function imported(name: string): Promise<ReadModel> {
  const fixture = modelFixtures.find(one => one.name === name);
  if (fixture === undefined) throw new Error(`There is no fixture ${name}`);
  return readFixture(fixture);
}

describe('operators without a counterpart', () => {
  it('are layers that ONNX Runtime runs, and the report says which', async () => {
    const { graph, items, notes } = await imported('torch-odd');
    const kept = graph.nodes.filter(({ layer }) => layer === 'opaque');
    expect(kept.map(({ config }) => [config['operator'], config['each']])).toEqual([
      ['Softplus', true],
      ['CumSum', false],
      ['Sin', true],
      // Truth values are no layer's: they stay within the one that reads them.
      ['Greater, Where', false],
    ]);
    const opaque = items.filter(({ outcome }) => outcome === 'opaque');
    expect(opaque.map(({ op }) => op)).toEqual(['Softplus', 'CumSum', 'Sin', 'Greater', 'Where']);
    expect(notes).toEqual([
      'ONNX Runtime runs 5 operators as they are (Softplus, CumSum, Sin, Greater, Where): what leads into them is not trained',
    ]);
  });

  it.each(['torch-odd', 'torch-odd-dynamo'])('go back into an ONNX file that answers alike, which can be read again (%s)', async name => {
    const { graph, parameters, answer } = await imported(name);
    expect(answer.function).toBe('softmax');
    const card = { ...modelOf(graph, 'classes', 1).card, inputShape: [10, 9, 3] };
    const model: Model = { graph, parameters, masks: {}, card };
    const file = writeOnnx(model);
    const inputs = randomInputs(model, 5, 2);
    const expected = expectedAnswers(engine.tf, model, inputs, 5);
    const session = await openOnnx(file);
    expectClose(await session.predict(inputs, 5), expected);
    await session.close();
    const again = await modelReaders
      .require('onnx')
      .read(hostileFiles(file), { inputShape: card.inputShape, output: null, structure: null });
    expectClose(expectedAnswers(engine.tf, { ...model, graph: again.graph, parameters: again.parameters }, inputs, 5), expected);
  });
});

it('two of them with constants of one name keep each its own in a file', async () => {
  const graph = graphOf(
    {
      input: ['input', { shape: [3, 2] }],
      down: ['opaque', opaqueConfig('CumSum', [3, 2], { axis: 1 }), 'input'],
      across: ['opaque', opaqueConfig('CumSum', [3, 2], { axis: 2 }), 'down'],
    },
    ['across'],
  );
  const model = { ...modelOf(graph, 'values', 1), graph };
  const session = await openOnnx(writeOnnx(model));
  // [1 2; 3 4; 5 6] summed down the rows, then across them.
  expect([...(await session.predict(Float32Array.of(1, 2, 3, 4, 5, 6), 1))]).toEqual([1, 3, 4, 10, 9, 21]);
  await session.close();
});

it('one that takes another shape than it gets is refused with both', () => {
  expect(() => checkGraph(structuredClone(around(opaqueConfig('CumSum', [5], { axis: 1 }))))).toThrow(
    'opaque needs inputs of [5], got [6]',
  );
});

function expectClose(found: Float32Array, expected: Float32Array, tolerance = 1e-5): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance));
}

describe('what is refused', () => {
  const onnx = (node: OnnxNode, whole: Partial<OnnxModel> = {}): Uint8Array => {
    const value = (name: string, sizes: readonly number[]) => ({
      name,
      type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimParam: 'n' }, ...sizes.map(dimValue => ({ dimValue }))] } } },
    });
    return encodeOnnx({
      irVersion: 8,
      producerName: '',
      producerVersion: '',
      docString: '',
      opsetImport: [{ domain: '', version: 17 }],
      metadataProps: [],
      graph: {
        name: 'g',
        node: [node],
        initializer: [{ name: 'axis', dims: [], dataType: INT64, rawData: new Uint8Array(8) }],
        input: [value('x', [4])],
        output: [value('y', [4])],
      },
      ...whole,
    });
  };
  const read = async (file: Uint8Array): Promise<string> => {
    const refusal = await rejectionOf(
      modelReaders.require('onnx').read(hostileFiles(file), { inputShape: null, output: null, structure: null }),
    );
    return refusal.message;
  };
  const node = (opType: string, input: readonly string[], domain = ''): OnnxNode => ({
    ...{ name: opType, opType, input, output: ['y'], attribute: [] },
    ...(domain === '' ? {} : { domain }),
  });

  it('is an operator that ONNX Runtime does not know either', async () => {
    const opsetImport = [
      { domain: '', version: 17 },
      { domain: 'acme', version: 1 },
    ];
    expect(await read(onnx(node('Whirl', ['x'], 'acme'), { opsetImport }))).toMatch(
      /1 parts without a counterpart here \(acme\.Whirl\): .*unknown here, and it can't be kept as it is: ONNX Runtime says: .*Whirl/,
    );
  });

  it('is an operator that mixes items', async () => {
    // The running sum over the first axis, that of the items.
    expect(await read(onnx(node('CumSum', ['x', 'axis'])))).toMatch(/its items are not each for itself/);
  });
});

describe('training around them', () => {
  const setupOf = (graph: ModelGraph) => smallSetup(engine.tf, { ...taught(graph), keep: 'last' });

  it.each([
    ['value by value', softplus],
    ['over places', summing],
  ])('leaves what leads into them as it is, trains the rest, and says so (%s)', async (_title, graph) => {
    const lines: string[] = [];
    const setup = setupOf(graph);
    const { parameters } = await runTraining(setup, { ...recorder(), log: (_level, line) => lines.push(line) });
    const changed = Object.keys(parameters).filter(name =>
      parameters[name]!.values.some((value, i) => value !== setup.parameters[name]!.values[i]),
    );
    expect(changed).toEqual(['fc2/kernel', 'fc2/bias', 'fc3/kernel', 'fc3/bias']);
    expect(lines).toContain('3 layers stay as they are: they lead into kept, which gives no gradient');
  });

  it('is refused where nothing is left to train', async () => {
    const { nodes } = softplus;
    const graph = checkGraph({
      version: 1,
      nodes: [...nodes, { name: 'last', layer: 'opaque', config: { ...opaqueConfig('Sin', [3]) }, inputs: ['fc3'] }],
      inputs: ['input'],
      outputs: ['last'],
    });
    const refusal = await rejectionOf(runTraining(setupOf(graph), recorder()));
    expect(refusal.message).toBe('A layer to train is required, but all that have weights lead into kept, last, which gives no gradient');
  });

  it('holds back a layer that leads past them, too', () => {
    const { nodes } = softplus;
    const past = checkGraph({
      version: 1,
      nodes: [...nodes.slice(0, 3), { name: 'sum', layer: 'add', config: {}, inputs: ['kept', 'fc1'] }],
      inputs: ['input'],
      outputs: ['sum'],
    });
    expect([...heldBack(past).nodes].sort()).toEqual(['fc1', 'input', 'kept']);
  });

  it('has no gradient to give', () => {
    const { tf } = engine;
    const { file } = opaqueConfig('Softplus', [4]);
    const slope = (): unknown => tf.grad(x => tf.sum(runOnnx(tf, file, [x])))(tf.ones([2, 4]));
    expect(failureOf(() => tf.tidy(slope as never)).message).toMatch(/computes no gradients/);
  });

  it('stay right when more of their files are used than are kept open', () => {
    const { tf } = engine;
    const files = Array.from({ length: 70 }, (_, i) => {
      const attribute = [{ name: 'alpha', type: 1, f: i / 8 } as const];
      return opaqueConfig('LeakyRelu', [2], { attribute }).file;
    });
    const askedFor = (places: readonly number[]): readonly number[] =>
      places.map(i => tf.tidy(() => runOnnx(tf, files[i]!, [tf.tensor([[-8, 1]])]).dataSync()[0]!));
    const all = files.map((_file, i) => i);
    expect(askedFor(all)).toEqual(all.map(i => -i));
    // The first one is opened anew, the last one is open, and one that is asked for again and again stays so.
    expect(askedFor([0, 69, 0, 1, 69])).toEqual([-0, -69, -0, -1, -69]);
    expect(askedFor(all.flatMap(i => [i, 69]))).toEqual(all.flatMap(i => [-i, -69]));
  });

  it('that give truth values are refused where a layer asks for numbers', () => {
    const { tf } = engine;
    const { file } = opaqueConfig('IsNaN', [2]);
    expect(() => tf.tidy(() => runOnnx(tf, file, [tf.tensor([[1, NaN]])]))).toThrow('gives float32 is required, ONNX Runtime gave bool');
  });

  it('teaches a student as any network does: asked before, or within the steps', async () => {
    const model: Model = { ...(await trainedTeacher(engine, smallDataset())), ...taught(softplus) };
    const students = [];
    for (const within of [false, true]) {
      const setup = await smallDistillation(engine, { models: [model], within, control: false });
      students.push((await distilModel(setup, recorder())).network);
    }
    const [asked, inSteps] = students.map(({ parameters }) =>
      Float32Array.from(Object.values(parameters).flatMap(({ values }) => [...values])),
    );
    expectClose(inSteps!, asked!);
  });
});

describe('pruning around them', () => {
  it('cuts channels through an operator that works value by value, and none through another', () => {
    expect(channelGroups(softplus).groups.map(({ id }) => id)).toEqual(['fc1', 'fc2']);
    const { groups, fixed } = channelGroups(summing);
    expect(groups.map(({ id }) => id)).toEqual(['fc2']);
    expect(fixed).toContainEqual({ node: 'fc1', reason: 'ONNX Runtime runs its operator (CumSum) as it is' });
  });

  it.each(['taylor', 'snip', 'synflow', 'movement', 'fisher'])('refuses %s, to which a layer without a gradient seems of no use', kind => {
    const choose = () =>
      resolveChoices(
        {
          graph: softplus,
          parameters: initialParameters(softplus, createRandom(1)),
          criterion: { kind },
          granularity: { kind: kind === 'fisher' ? 'channels' : 'weights' },
          target: kind === 'fisher' ? ({ channels: 0.5 } as never) : { sparsity: 0.5 },
          schedule: { kind: 'cubic', epochs: 1 },
          fileBytes: () => 0,
        },
        4,
      );
    expect(failureOf(choose).message).toBe(`'${kind}' ranks by gradients, but none reaches 'fc1': it leads into kept, which gives none`);
  });
});

describe.runIf(hasNative)('beside TensorFlow', () => {
  it('they answer as beside WASM, in steps that are not recorded, which the log says', async () => {
    const expected = await trained(engine);
    const native = await nativeEngine();
    const found = await trained(native).finally(createWasmEngine);
    expect(found.lines).toContain('The steps run operation by operation, not as one call: a value is read while the step is recorded');
    expectClose(found.answers, expected.answers, 1e-4);
  });

  async function trained(used: Engine): Promise<{ readonly lines: readonly string[]; readonly answers: Float32Array }> {
    const lines: string[] = [];
    const setup = smallSetup(used.tf, { compiler: used.compiler, ...taught(softplus), keep: 'last' });
    const { parameters } = await runTraining(setup, { ...recorder(), log: (_level, line) => lines.push(line) });
    const predictor = createPredictor({ engine: used, graph: softplus, parameters, inputShape: [4] });
    const answers = await predictor.answer(setup.data.gather('validation', Uint32Array.of(0, 1, 2)).inputs, 3);
    predictor.dispose();
    return { lines, answers };
  }
});
