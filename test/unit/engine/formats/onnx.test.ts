import { describe, expect, it } from 'vitest';
import { openOnnx } from '../../../../src-main/engine/formats/onnx/session.ts';
import { onnxGraph, writeOnnx } from '../../../../src-main/engine/formats/onnx/write.ts';
import { formatCases, modelOf, randomInputs } from '../../../support/format-models.ts';
import { graphOf, type Sketch } from '../../../support/graphs.ts';

function nodesOf(sketch: Sketch, output: string): readonly string[] {
  return onnxGraph(modelOf(graphOf(sketch, [output]), 'values', 1)).graph.node.map(node => node.opType);
}

it('finds the same token in float16 whatever its number', async () => {
  const sketch: Sketch = {
    text: ['input', { shape: [3] }],
    words: ['embedding', { tokens: 5000, units: 4 }, 'text'],
    row: ['flatten', {}, 'words'],
    out: ['dense', { units: 2 }, 'row'],
  };
  const model = modelOf(graphOf(sketch, ['out']), 'classes', 1);
  const answersIn = async (precision: 'float32' | 'float16'): Promise<readonly number[]> => {
    const session = await openOnnx(writeOnnx(model, precision));
    const answers = await session.predict(Float32Array.of(1, 2049, 4999, 2051, 4097, 3), 2);
    await session.close();
    return [...answers];
  };
  const [whole, half] = [await answersIn('float32'), await answersIn('float16')];
  half.forEach((answer, i) => expect(Math.abs(answer - whole[i]!)).toBeLessThan(2e-3));
});

it('keeps two great logits apart in float16 that halves would make equal', async () => {
  const sketch: Sketch = {
    x: ['input', { shape: [3] }],
    hidden: ['dense', { units: 4, activation: 'tanh' }, 'x'],
    out: ['dense', { units: 3 }, 'hidden'],
  };
  const model = modelOf(graphOf(sketch, ['out']), 'classes', 1);
  const parameters = {
    ...model.parameters,
    'out/kernel': { shape: [4, 3], values: new Float32Array(12) },
    // Halves between 8 and 16 lie 1/128 apart.
    'out/bias': { shape: [3], values: Float32Array.of(12, 12.003, 0) },
  };
  const session = await openOnnx(writeOnnx({ ...model, parameters }, 'float16'));
  const [first = 0, second = 0] = await session.predict(Float32Array.of(1, -1, 0.5), 1);
  await session.close();
  expect(second / first).toBeCloseTo(Math.exp(0.003), 4);
});

it.each(formatCases.filter(({ title }) => /^the preset|^a cascade by margin|^specialists|^tokens|^a net of/.test(title)))(
  'computes $title nearly alike in float16',
  async ({ model }) => {
    const inputs = randomInputs(model, 5, 1);
    const answersIn = async (precision: 'float32' | 'float16'): Promise<Float32Array> => {
      const session = await openOnnx(writeOnnx(model, precision));
      const answers = await session.predict(inputs, 5);
      await session.close();
      return answers;
    };
    const [whole, half] = [await answersIn('float32'), await answersIn('float16')];
    const scale = Math.max(1, ...whole.map(Math.abs));
    expect(Math.max(...half.map((value, i) => Math.abs(value - whole[i]!))) / scale).toBeLessThan(0.02);
  },
);

describe('an ONNX graph', () => {
  it('turns an image once for all that read it, and back only before its rows are laid out', () => {
    const sketch: Sketch = {
      image: ['input', { shape: [6, 6, 2] }],
      a: ['conv2d', { filters: 2, padding: 'same', activation: 'relu' }, 'image'],
      b: ['conv2d', { filters: 2, padding: 'same' }, 'image'],
      sum: ['add', {}, 'a', 'b'],
      dropped: ['dropout', {}, 'sum'],
      pooled: ['max-pool', {}, 'dropped'],
      row: ['flatten', {}, 'pooled'],
    };
    expect(nodesOf(sketch, 'row')).toEqual(['Transpose', 'Conv', 'Relu', 'Conv', 'Add', 'MaxPool', 'Transpose', 'Flatten', 'Identity']);
  });

  it('turns nothing where no operator asks for it', () => {
    const sketch: Sketch = {
      image: ['input', { shape: [4, 4, 2] }],
      active: ['activation', { function: 'tanh' }, 'image'],
      means: ['global-average-pool', {}, 'active'],
      out: ['dense', { units: 2 }, 'means'],
    };
    expect(nodesOf(sketch, 'out')).toEqual(['Tanh', 'ReduceMean', 'Gemm', 'Identity']);
  });

  it.each([
    // n = 6, k = 3, s = 2: ceil(6/2) = 3 windows need (3 − 1)·2 + 3 = 7, one more than there are: behind.
    [6, 3, 2, [0, 0, 1, 1]],
    // n = 6, k = 3, s = 1: 8 are needed, one on each side.
    [6, 3, 1, [1, 1, 1, 1]],
    // n = 5, k = 2, s = 3: ceil(5/3) = 2 windows need 3 + 2 = 5: none.
    [5, 2, 3, [0, 0, 0, 0]],
  ])('pads %i positions for a window of %i with stride %i as TensorFlow does', (size, kernel, stride, pads) => {
    const sketch: Sketch = {
      x: ['input', { shape: [size, size, 1] }],
      c: ['conv2d', { filters: 1, kernel, stride, padding: 'same' }, 'x'],
    };
    const conv = onnxGraph(modelOf(graphOf(sketch, ['c']), 'values', 1)).graph.node.find(node => node.opType === 'Conv');
    expect(conv?.attribute).toContainEqual({ name: 'pads', type: 7, ints: pads });
  });

  it('leaves the batch size free', () => {
    const { input, output } = onnxGraph(
      modelOf(graphOf({ x: ['input', { shape: [3] }], d: ['dense', { units: 2 }, 'x'] }, ['d']), 'classes', 1),
    ).graph;
    expect(input[0]?.type.tensorType.shape.dim).toEqual([{ dimParam: 'batch' }, { dimValue: 3 }]);
    expect(output[0]).toMatchObject({
      name: 'probabilities',
      type: { tensorType: { shape: { dim: [{ dimParam: 'batch' }, { dimValue: 2 }] } } },
    });
  });
});
