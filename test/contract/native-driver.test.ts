import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import { createBinding, type Binding } from '../../src-main/engine/backends/libtensorflow/binding.ts';
import { ATTRIBUTE, DATA_TYPE } from '../../src-main/engine/backends/libtensorflow/data-types.ts';
import { NotTraceable, type CompileRequest } from '../../src-main/engine/compiler.ts';
import { createPredictor } from '../../src-main/engine/evaluation/predictor.ts';
import { philoxUniform } from '../../src-main/engine/philox.ts';
import type { Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { alignedBytes } from '../../src-main/platform/read-whole.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { randomParameters } from '../support/graphs.ts';
import { hasNative, nativeEngine, type NativeEngine } from '../support/native-engine.ts';
import { graphAround, trainableLayers } from '../support/step-cases.ts';

describe.runIf(hasNative)('the native engine', () => {
  let engine: NativeEngine;
  let tf: TensorLibrary;
  beforeAll(async () => {
    engine = await nativeEngine();
    ({ tf } = engine);
  });
  const binding = (): Binding => (tf.backend() as unknown as { readonly binding: Binding }).binding;

  it('says what it is: library version, device and threads are its identity', () => {
    expect(engine.identity).toMatch(/^libtensorflow-\d+\.\d+\.\d+-(cpu|gpu)-2t$/);
    expect(binding().session.devices.map(({ type }) => type)).toContain('CPU');
  });

  it.each([
    ['float32', [1.5, -2, 0, 3e38]],
    ['int32', [1, -2, 2 ** 31 - 1, -(2 ** 31)]],
    ['bool', [1, 0, 1, 1]],
  ] as const)('takes in and gives back %s', (dtype, values) => {
    const tensor = tf.tensor([...values], [2, 2], dtype);
    expect([...tensor.dataSync()].map(Number)).toEqual(dtype === 'float32' ? [...values].map(Math.fround) : values);
    tensor.dispose();
  });

  it('takes in and gives back complex numbers and texts of any length', () => {
    const words = ['', 'ab', 'é漢'.repeat(50)];
    const texts = tf.tensor1d(words, 'string');
    expect(texts.dataSync()).toEqual(words);
    const complex = tf.complex(tf.tensor1d([1, 2]), tf.tensor1d([3, -4]));
    expect([...tf.real(complex).dataSync(), ...tf.imag(complex).dataSync()]).toEqual([1, 2, 3, -4]);
  });

  it.each([
    ['half', 2, Uint16Array.of(0x3c00, 0xc000)],
    ['bfloat16', 2, Uint16Array.of(0x3f80, 0xc000)],
    ['int64', 8, BigInt64Array.of(1n, -2n)],
    ['uint8', 1, Uint8Array.of(1, 254)],
  ] as const)('casts %s to float32', (name, _bytes, values) => {
    const id = binding().createTensor([2], DATA_TYPE[name], values);
    const types = [
      { name: 'SrcT', type: ATTRIBUTE.type, value: DATA_TYPE[name] },
      { name: 'DstT', type: ATTRIBUTE.type, value: DATA_TYPE.float },
      { name: 'Truncate', type: ATTRIBUTE.bool, value: false },
    ];
    const [made] = binding().executeOp('Cast', types, [id], 1);
    expect([...(binding().tensorDataSync(made!.id) as Float32Array)]).toEqual(name === 'uint8' ? [1, 254] : [1, -2]);
    for (const used of [id, made!.id]) binding().deleteTensor(used);
  });

  it('reads a large array where it lies, if that is where TensorFlow would put one, and copies every other', async () => {
    const { compiler } = engine;
    if (compiler === null) throw new Error('The native engine has a compiler');
    const bytes = alignedBytes(2 ** 26 + 64);
    const shared = new Float32Array(bytes.buffer, bytes.byteOffset, 2 ** 24);
    const moved = new Float32Array(bytes.buffer, bytes.byteOffset + 4, 2 ** 24);
    expect([shared, moved, shared.subarray(0, 16)].map(values => compiler.bytesTaken(values))).toEqual([0, 2 ** 26, 64]);
    for (const values of [shared, moved]) {
      values.fill(1);
      const rows = compiler.array(values, [2 ** 22, 4]);
      const read = compiler.compile({
        ...{ title: 'rows', arrays: { rows }, variables: {}, inputs: { at: { dtype: 'int32', shape: [2] } } },
        body: scope => ({ found: scope.rows('rows', scope.input('at')) }),
      });
      // Only to see which of them is a copy.
      values.fill(2, 4, 8);
      const { found } = read.call({ at: Int32Array.of(0, 1) }, null);
      expect([...(await found!.data())]).toEqual([1, 1, 1, 1, ...new Array<number>(4).fill(values === shared ? 2 : 1)]);
      found!.dispose();
      read.dispose();
      rows.dispose();
      expect([values[0], values.at(-1)]).toEqual([1, 1]);
    }
  });

  it('runs the same where the library can’t reset an operation, as that of TensorFlow’s jars can’t', () => {
    const { session } = binding();
    const plain = createBinding({ ...session, library: { ...session.library, TFE_OpReset: null } });
    const id = plain.createTensor([3], DATA_TYPE.float, Float32Array.of(1, -2, 4));
    const type = { name: 'T', type: ATTRIBUTE.type, value: DATA_TYPE.float };
    expect(() => plain.executeOp('NoSuchOperation', [], [id], 1)).toThrow(/NoSuchOperation/);
    const values = ['Neg', 'Square'].map(name => {
      const [made] = plain.executeOp(name, [type], [id], 1);
      const found = [...(plain.tensorDataSync(made!.id) as Float32Array)];
      plain.deleteTensor(made!.id);
      return found;
    });
    expect(values).toEqual([
      [-1, 2, -4],
      [1, 4, 16],
    ]);
    plain.deleteTensor(id);
  });

  it('takes lists of types and of tensors, run at once and recorded', async () => {
    const types = { name: 'T', type: ATTRIBUTE.type, value: [DATA_TYPE.float, DATA_TYPE.int32] };
    const ids = [
      binding().createTensor([2], DATA_TYPE.float, Float32Array.of(1.5, 2)),
      binding().createTensor([], DATA_TYPE.int32, Int32Array.of(7)),
    ];
    const made = binding().executeOp('IdentityN', [types], ids, 2);
    expect(made.map(({ shape, dtype }) => [shape, dtype])).toEqual([
      [[2], DATA_TYPE.float],
      [[], DATA_TYPE.int32],
    ]);
    expect(made.map(({ id }) => [...(binding().tensorDataSync(id) as Float32Array)])).toEqual([[1.5, 2], [7]]);
    for (const id of [...ids, ...made.map(one => one.id)]) binding().deleteTensor(id);
    const stacked = engine.compiler.compile({
      ...plain,
      inputs: scalar,
      body: scope => ({ y: tf.stack([scope.input('x'), tf.mul(scope.input('x'), 2), scope.input('x')], 1) }),
    });
    const { y } = stacked.call({ x: Float32Array.of(1, 3) }, null);
    expect([...(await y!.data())]).toEqual([1, 2, 1, 3, 6, 3]);
    y!.dispose();
    stacked.dispose();
  });

  it('passes on what TensorFlow says, with the name of the operation', () => {
    const [a, b] = [tf.ones([2, 3]), tf.ones([4, 5])];
    const type = { name: 'T', type: ATTRIBUTE.type, value: DATA_TYPE.float };
    const ids = [a, b].map(
      tensor => (tf.backend() as never as { getInputTensorIds(t: Tensor[]): number[] }).getInputTensorIds([tensor])[0]!,
    );
    expect(() => binding().executeOp('MatMul', [type], ids, 1)).toThrow(/MatMul.*(In\[0\]|Matrix size-incompatible)/s);
    expect(() => binding().executeOp('NoSuchOperation', [], [], 1)).toThrow(/NoSuchOperation/);
    const lacking = (): unknown =>
      engine.compiler.compile({ ...plain, inputs: {}, body: () => ({ y: binding().executeOp('NoSuchOperation', [], [], 1) as never }) });
    expect(lacking).toThrow(/This TensorFlow library lacks the operation NoSuchOperation/);
    expect(tf.add(a, 1).dataSync()[0]).toBe(2);
  });

  it('says that memory is out, and goes on', () => {
    const huge = (): unknown => tf.tidy(() => tf.fill([2 ** 20, 2 ** 20], 1).dataSync());
    expect(huge).toThrow(expect.objectContaining({ error: expect.objectContaining({ code: 'out-of-memory' }) as unknown }) as Error);
    expect(tf.ones([2]).dataSync()).toEqual(Float32Array.of(1, 1));
    // TensorFlow waits a while for memory to come free.
  }, 60_000);

  const plain: Pick<CompileRequest, 'title' | 'arrays' | 'variables'> = { title: 'a test', arrays: {}, variables: {} };
  const scalar = { x: { dtype: 'float32', shape: [2] } } as const;

  it('refuses to compile what depends on a value, or on anything but its inputs, and says why', () => {
    const reading = {
      ...plain,
      inputs: scalar,
      body: scope => ({ y: tf.mul(scope.input('x'), scope.input('x').dataSync()[0]!) }),
    } satisfies CompileRequest;
    expect(() => engine.compiler.compile(reading)).toThrow(NotTraceable);
    let calls = 0;
    const counting: CompileRequest = { ...plain, inputs: scalar, body: scope => ({ y: tf.mul(scope.input('x'), (calls += 1)) }) };
    expect(() => engine.compiler.compile(counting)).toThrow(/Mul was given other attributes or constants the second time/);
    const shrinking: CompileRequest = {
      ...plain,
      inputs: scalar,
      body: scope => ({ y: (calls += 1) % 2 === 0 ? tf.neg(scope.input('x')) : tf.sqrt(tf.neg(scope.input('x'))) }),
    };
    calls = 0;
    expect(() => engine.compiler.compile(shrinking)).toThrow(/Sqrt was given other attributes or constants the second time/);
    const swapping: CompileRequest = {
      ...plain,
      inputs: scalar,
      body(scope) {
        const both = [tf.neg(scope.input('x')), tf.sqrt(scope.input('x'))] as const;
        return { y: both[(calls += 1) % 2]! };
      },
    };
    expect(() => engine.compiler.compile(swapping)).toThrow(/the result 'y' was another one the second time/);
    const random: CompileRequest = { ...plain, inputs: scalar, body: scope => ({ y: tf.add(scope.input('x'), tf.randomUniform([2])) }) };
    expect(() => engine.compiler.compile(random)).toThrow(NotTraceable);
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  });

  it('keeps constants apart that have the same bytes in another shape or type, and those of the same value once', async () => {
    const made = engine.compiler.compile({
      ...plain,
      inputs: scalar,
      body(scope) {
        const x = scope.input('x');
        const rows = tf.add(x, tf.tensor2d([[0], [0]]));
        const once = tf.add(x, tf.tensor1d([0, 0]));
        const picked = tf.gather(x, tf.tensor1d([0, 0], 'int32'));
        return { rows, once, again: tf.add(once, tf.tensor1d([0, 0])), picked };
      },
    });
    const results = made.call({ x: Float32Array.of(3, 5) }, null);
    const values = await Promise.all(Object.values(results).map(async result => [...(await result.data())]));
    expect(values).toEqual([
      [3, 5, 3, 5],
      [3, 5],
      [3, 5],
      [3, 3],
    ]);
    expect(Object.values(results).map(({ shape }) => shape)).toEqual([[2, 2], [2], [2], [2]]);
    // An input, four operations, constants of three kinds, and the axis of the gathering.
    expect(made.operations).toBe(9);
    for (const result of Object.values(results)) result.dispose();
    made.dispose();
  });

  it('draws the numbers of the Philox stream it is told to draw', async () => {
    const drawing = engine.compiler.compile({ ...plain, inputs: {}, body: scope => ({ a: scope.uniform([3, 5]), b: scope.uniform([7]) }) });
    const position = { key: 0xfedcba9876543210n, counter: [0n, 42n] } as const;
    const drawn = drawing.call({}, position);
    expect(await drawn['a']!.data()).toEqual(philoxUniform(position, 0, 15));
    expect(await drawn['b']!.data()).toEqual(philoxUniform(position, 1, 7));
    for (const one of Object.values(drawn)) one.dispose();
    drawing.dispose();
  });

  it('changes variables in order: whoever reads one reads what was there at the start', async () => {
    const w = engine.compiler.variable(Float32Array.of(1, 2), [2]);
    const adding = engine.compiler.compile({
      ...plain,
      inputs: scalar,
      variables: { w },
      body(scope) {
        const before = scope.variable('w');
        scope.assign('w', tf.add(before, scope.input('x')));
        return { before: tf.mul(before, 1), again: scope.variable('w') };
      },
    });
    const { before, again } = adding.call({ x: Float32Array.of(10, 20) }, null);
    expect([await before!.data(), await again!.data(), w.read()].map(values => [...values])).toEqual([
      [1, 2],
      [1, 2],
      [11, 22],
    ]);
    for (const one of [before!, again!]) one.dispose();
    adding.dispose();
    w.dispose();
  });

  it('keeps tensors and memory flat over thousands of calls', () => {
    const w = engine.compiler.variable(new Float32Array(1000), [1000]);
    const step = engine.compiler.compile({
      ...plain,
      inputs: { x: { dtype: 'float32', shape: [1000] } },
      variables: { w },
      body(scope) {
        scope.assign('w', tf.add(scope.variable('w'), scope.input('x')));
        return { sum: tf.sum(scope.variable('w')) };
      },
    });
    const x = new Float32Array(1000).fill(0.001);
    const run = (times: number): void => {
      for (let i = 0; i < times; i++) for (const tensor of Object.values(step.call({ x }, null))) tensor.dispose();
    };
    run(2000);
    const [tensors, native, bytes] = [tf.memory().numTensors, binding().getNumOfTensors(), process.memoryUsage().rss];
    run(8000);
    expect([tf.memory().numTensors, binding().getNumOfTensors()]).toEqual([tensors, native]);
    expect(process.memoryUsage().rss - bytes).toBeLessThan(32e6);
    expect(w.read()[0]).toBeCloseTo(10, 2);
    step.dispose();
    w.dispose();
  });

  const layers = trainableLayers.map((layer, i) => [`${layer.layer} ${JSON.stringify(layer.config)} (${i})`, layer] as const);
  it.each(layers)('answers as the WASM engine does: %s', async (_title, layer) => {
    const graph = graphAround(layer, 3);
    const parameters = randomParameters(graph, 5);
    const random = createRandom(6);
    const inputs = Float32Array.from({ length: 4 * 6 }, () => random.nextNormal());
    const answersOf = async (id: 'wasm' | 'libtensorflow'): Promise<number[]> => {
      const used = id === 'wasm' ? await createEngine('wasm') : await nativeEngine();
      const predictor = createPredictor({ engine: used, graph, parameters, inputShape: [6] });
      const answers = [...(await predictor.answer(inputs, 4)), ...(await predictor.answer(inputs.subarray(0, 6), 1))];
      predictor.dispose();
      return answers;
    };
    const [wasm, native] = [await answersOf('wasm'), await answersOf('libtensorflow')];
    const scale = Math.max(1, ...wasm.map(Math.abs));
    for (const [i, value] of native.entries()) expect(Math.abs(value - wasm[i]!) / scale).toBeLessThan(1e-4);
  });
});
