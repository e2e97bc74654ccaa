import { beforeAll, describe, expect, it } from 'vitest';
import { activationsOf, forward, inferenceContext, predict } from '../../../../src-main/engine/graph/forward.ts';
import type { LayerContext } from '../../../../src-main/engine/graph/layer.ts';
import type { Tensor, TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { graphOf, tensorsOf, type Sketch } from '../../../support/graphs.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

const vector = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) });
const matrix = (rows: number, ...values: number[]) => ({ shape: [rows, values.length / rows], values: Float32Array.from(values) });
const numbers = (tensor: Tensor | undefined) => [...(tensor?.dataSync() ?? [])];
const one = (layer: string, config: object, shape: number[]): Sketch => ({
  in: ['input', { shape }],
  x: [layer, config as Record<string, unknown>, 'in'],
});

describe('forward', () => {
  it('computes a dense layer as x·K + b, then the activation', () => {
    const graph = graphOf(one('dense', { units: 2, activation: 'relu' }, [3]), ['x']);
    const parameters = tensorsOf(tf, { 'x/kernel': matrix(3, 1, 4, 2, 5, 3, 6), 'x/bias': vector(0.5, -100) });
    // [1·1 + 0·2 + 2·3 + 0.5, 1·4 + 0·5 + 2·6 − 100]
    expect(numbers(forward({ tf, graph, parameters, inputs: [tf.tensor2d([[1, 0, 2]])], context: inferenceContext })[0])).toEqual([7.5, 0]);
  });

  it('hands back every answer in the order of the outputs, and every value by name', () => {
    const sketch: Sketch = { in: ['input', { shape: [2] }], a: ['activation', { function: 'relu' }, 'in'], b: ['add', {}, 'in', 'a'] };
    const graph = graphOf(sketch, ['b', 'a']);
    const call = { tf, graph, parameters: {}, inputs: [tf.tensor2d([[-1, 3]])], context: inferenceContext };
    expect(forward(call).map(numbers)).toEqual([
      [-1, 6],
      [0, 3],
    ]);
    expect([...activationsOf(call)].map(([name, value]) => [name, numbers(value)])).toEqual([
      ['in', [-1, 3]],
      ['a', [0, 3]],
      ['b', [-1, 6]],
    ]);
  });

  it('refuses an input and a parameter of another shape, a missing one, and another number of inputs', () => {
    const graph = graphOf(one('dense', { units: 2 }, [3]), ['x']);
    const good = { 'x/kernel': tf.zeros([3, 2]), 'x/bias': tf.zeros([2]) };
    const call = (inputs: Tensor[], parameters: Record<string, Tensor>) =>
      failureOf(() => forward({ tf, graph, parameters, inputs, context: inferenceContext }));
    expect(call([tf.zeros([5, 4])], good)).toMatchObject({ path: 'in', message: 'shape [3] is required, got [4]' });
    expect(call([tf.zeros([5, 3])], { ...good, 'x/kernel': tf.zeros([2, 3]) })).toMatchObject({
      path: 'x/kernel',
      message: 'shape [3, 2] is required, got [2, 3]',
    });
    expect(call([tf.zeros([5, 3])], { 'x/kernel': good['x/kernel'] })).toMatchObject({ path: 'x/bias' });
    expect(call([], good).message).toBe('1 inputs are required (in), got 0');
  });
});

describe('predict', () => {
  it('gives an answer of its own even where nothing is computed', () => {
    const graph = graphOf(one('dropout', {}, [2]), ['x']);
    const fed = tf.tensor2d([[1, 2]]);
    tf.dispose(predict({ tf, graph, parameters: {}, inputs: [fed] }));
    expect(numbers(fed)).toEqual([1, 2]);
  });
});

describe('batch-norm', () => {
  const graph = graphOf(one('batch-norm', { momentum: 0.75, epsilon: 1 }, [1]), ['x']);
  const parameters = () => tensorsOf(tf, { 'x/scale': vector(2), 'x/offset': vector(10), 'x/mean': vector(4), 'x/variance': vector(8) });

  it('normalises by the stored statistics when answering', () => {
    // (1 − 4)/√(8 + 1)·2 + 10
    expect(numbers(predict({ tf, graph, parameters: parameters(), inputs: [tf.tensor2d([[1]])] })[0])[0]).toBeCloseTo(8, 5);
  });

  it('normalises by the batch in training, and lets the stored statistics follow', () => {
    const seen = new Map<string, number[]>();
    const context: LayerContext = { ...inferenceContext, training: true, updateStatistic: (name, value) => seen.set(name, numbers(value)) };
    // Mean 3, variance ((−2)² + 2² + 0² + 0²)/4 = 2 … with ε = 1: √3.
    const inputs = [tf.tensor2d([[1], [5], [3], [3]])];
    const answer = numbers(forward({ tf, graph, parameters: parameters(), inputs, context })[0]);
    const step = 4 / Math.sqrt(3);
    [10 - step, 10 + step, 10, 10].forEach((value, i) => expect(answer[i]).toBeCloseTo(value, 5));
    expect([...seen]).toEqual([
      ['x/mean', [0.75 * 4 + 0.25 * 3]],
      ['x/variance', [0.75 * 8 + 0.25 * 2]],
    ]);
  });
});

describe('dropout', () => {
  const graph = graphOf(one('dropout', { rate: 0.75 }, [4]), ['x']);
  const inputs = () => [tf.tensor2d([[1, 2, 3, 4]])];

  it('zeroes where the uniform number is below the rate and scales the rest up', () => {
    const context: LayerContext = { ...inferenceContext, training: true, uniform: () => tf.tensor2d([[0.1, 0.8, 0.74, 0.75]]) };
    expect(numbers(forward({ tf, graph, parameters: {}, inputs: inputs(), context })[0])).toEqual([0, 8, 0, 16]);
  });

  it('does nothing and draws nothing when answering', () => {
    expect(numbers(predict({ tf, graph, parameters: {}, inputs: inputs() })[0])).toEqual([1, 2, 3, 4]);
  });
});

it.each([
  ['relu', [-2, 0.5], [0, 0.5]],
  ['relu6', [-2, 7], [0, 6]],
  ['leaky-relu', [-2, 3], [-0.4, 3]],
  ['elu', [-1, 3], [Math.exp(-1) - 1, 3]],
  // x·Φ(x): Φ(1) = 0.8413447
  ['gelu', [1, -1], [0.8413447, -0.1586553]],
  ['sigmoid', [0, Math.log(3)], [0.5, 0.75]],
  ['tanh', [0, Math.log(2)], [0, 0.6]],
  ['softmax', [0, Math.log(3)], [0.25, 0.75]],
  ['swish', [0, Math.log(3)], [0, 0.75 * Math.log(3)]],
  ['linear', [-2, 3], [-2, 3]],
])('%s is the function it is called', (name, given, expected) => {
  const graph = graphOf(one('activation', { function: name }, [2]), ['x']);
  const answer = numbers(predict({ tf, graph, parameters: {}, inputs: [tf.tensor2d([given])] })[0]);
  expected.forEach((value, i) => expect(answer[i]).toBeCloseTo(value, 5));
});

it('pools without letting padding count', () => {
  const image = tf.tensor4d([-1, -2, -3, -4, -5, -6, -7, -8, -9], [1, 3, 3, 1]);
  const pooled = (layer: string) =>
    numbers(
      predict({ tf, graph: graphOf(one(layer, { size: 2, padding: 'same' }, [3, 3, 1]), ['x']), parameters: {}, inputs: [image] })[0],
    );
  expect(pooled('max-pool')).toEqual([-1, -3, -7, -9]);
  expect(pooled('average-pool')).toEqual([-3, -4.5, -7.5, -9]);
});

describe('layers of several inputs', () => {
  const inputs = () => [tf.tensor2d([[1, 2]]), tf.tensor2d([[10, 20]]), tf.tensor2d([[100, 200]])];
  const joined = (layer: string) =>
    graphOf({ a: ['input', { shape: [2] }], b: ['input', { shape: [2] }], c: ['input', { shape: [2] }], x: [layer, {}, 'c', 'a', 'b'] }, [
      'x',
    ]);

  it('add sums all of them', () => {
    expect(numbers(predict({ tf, graph: joined('add'), parameters: {}, inputs: inputs() })[0])).toEqual([111, 222]);
  });

  it('concatenate keeps the order in which they are named', () => {
    expect(numbers(predict({ tf, graph: joined('concatenate'), parameters: {}, inputs: inputs() })[0])).toEqual([100, 200, 1, 2, 10, 20]);
  });
});

describe('layers of images', () => {
  /** 2 rows, 2 columns, 2 channels: 1 to 8. */
  const image = () => tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]);
  const answer = (layer: string, config: object, parameters: Parameters = {}) =>
    numbers(
      predict({ tf, graph: graphOf(one(layer, config, [2, 2, 2]), ['x']), parameters: tensorsOf(tf, parameters), inputs: [image()] })[0],
    );

  it('conv2d lays the kernel [kh, kw, in, out] on the image without turning it', () => {
    const kernel = { shape: [1, 2, 2, 1], values: Float32Array.of(1, 10, 100, 1000) };
    // Row 1: 1·1 + 2·10 + 3·100 + 4·1000; row 2: 5 + 60 + 700 + 8000; bias 0.5.
    expect(answer('conv2d', { filters: 1, kernel: [1, 2] }, { 'x/kernel': kernel, 'x/bias': vector(0.5) })).toEqual([4321.5, 8765.5]);
  });

  it('depthwise-conv2d makes output channel c·multiplier + m of input channel c', () => {
    const kernel = { shape: [1, 1, 2, 2], values: Float32Array.of(1, 10, 100, 1000) };
    const parameters = { 'x/kernel': kernel, 'x/bias': vector(0, 0, 0, 0.5) };
    expect(answer('depthwise-conv2d', { kernel: 1, multiplier: 2, stride: 2 }, parameters)).toEqual([1, 10, 200, 2000.5]);
  });

  it('global-average-pool gives the mean of each channel', () => {
    expect(answer('global-average-pool', {})).toEqual([4, 5]);
  });

  it.each([
    ['flatten', {}],
    ['reshape', { shape: [8, 1] }],
  ])('%s keeps the row-major order', (layer, config) => {
    expect(answer(layer, config)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
