import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';

/** An operation that training or answering needs, with the shapes it is tried on. */
export interface BackendCase {
  readonly title: string;
  readonly shapes: readonly (readonly number[])[];
  /** Differentiable in every input, unless `valueOnly`. */
  readonly run: (tf: TensorLibrary, inputs: readonly Tensor[]) => Tensor;
  /** Inputs drawn from (0.1, 1.1), not from (-1, 1). */
  readonly positive?: boolean;
  /** tfjs itself has no gradient of this (dilation), or one of the wrong shape (broadcasting). */
  readonly valueOnly?: boolean;
}

type Geometry = {
  readonly stride?: number | [number, number];
  readonly pad?: 'same' | 'valid';
  readonly dilation?: number | [number, number];
};

const conv2d = (
  x: readonly number[],
  kernel: readonly number[],
  { stride = 1, pad = 'same', dilation = 1 }: Geometry = {},
): BackendCase => ({
  title: `conv2d of [${x.join()}] with [${kernel.join()}], stride ${String(stride)}, ${pad}, dilation ${String(dilation)}`,
  shapes: [x, kernel],
  valueOnly: String(dilation) !== '1',
  run: (tf, [a, b]) => tf.conv2d(a as Tensor4D, b as Tensor4D, stride, pad, 'NHWC', dilation),
});

const depthwise = (
  x: readonly number[],
  kernel: readonly number[],
  { stride = 1, pad = 'same', dilation = 1 }: Geometry = {},
): BackendCase => ({
  title: `depthwise conv2d of [${x.join()}] with [${kernel.join()}], stride ${String(stride)}, ${pad}, dilation ${String(dilation)}`,
  shapes: [x, kernel],
  valueOnly: String(dilation) !== '1',
  run: (tf, [a, b]) => tf.depthwiseConv2d(a as Tensor4D, b as Tensor4D, stride, pad, 'NHWC', dilation),
});

const maxPool = (x: readonly number[], size: number | [number, number], { stride = 2, pad = 'valid' }: Geometry = {}): BackendCase => ({
  title: `max pool ${String(size)} of [${x.join()}], stride ${String(stride)}, ${pad}`,
  shapes: [x],
  run: (tf, [a]) => tf.maxPool(a as Tensor4D, size, stride, pad),
});

const product = (a: readonly number[], b: readonly number[], transposeA = false, transposeB = false): BackendCase => ({
  title: `product of [${a.join()}]${transposeA ? 'ᵀ' : ''} and [${b.join()}]${transposeB ? 'ᵀ' : ''}`,
  shapes: [a, b],
  run: (tf, [left, right]) => tf.matMul(left!, right!, transposeA, transposeB),
});

const reduce = (
  name: 'sum' | 'mean' | 'max',
  shape: readonly number[],
  axis: number | number[] | undefined,
  keepDims = false,
): BackendCase => ({
  title: `${name} of [${shape.join()}] over ${axis === undefined ? 'all' : String(axis)}${keepDims ? ', kept' : ''}`,
  shapes: [shape],
  run: (tf, [x]) => tf[name](x!, axis, keepDims),
});

const unary = (
  name:
    'relu' | 'sigmoid' | 'tanh' | 'exp' | 'square' | 'abs' | 'neg' | 'elu' | 'softplus' | 'relu6' | 'leakyRelu' | 'logSoftmax' | 'softmax',
) => ({
  title: name,
  shapes: [[5, 7]],
  run: (tf: TensorLibrary, [x]: readonly Tensor[]) => tf[name](x!),
});

const unaryPositive = (name: 'sqrt' | 'rsqrt' | 'log' | 'reciprocal' | 'log1p') => ({
  title: name,
  shapes: [[5, 7]],
  positive: true,
  run: (tf: TensorLibrary, [x]: readonly Tensor[]) => tf[name](x!),
});

const binary = (
  name: 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum' | 'squaredDifference',
  a: readonly number[],
  b: readonly number[],
) => ({
  title: `${name} of [${a.join()}] and [${b.join()}]`,
  shapes: [a, b],
  positive: name === 'div',
  valueOnly: (name === 'maximum' || name === 'minimum' || name === 'squaredDifference') && a.length !== b.length,
  run: (tf: TensorLibrary, [left, right]: readonly Tensor[]) => tf[name](left!, right!),
});

export const convolutionCases: readonly BackendCase[] = [
  conv2d([2, 7, 5, 3], [3, 3, 3, 4]),
  conv2d([2, 7, 5, 3], [3, 3, 3, 4], { pad: 'valid' }),
  conv2d([2, 8, 5, 3], [3, 2, 3, 5], { stride: 2 }),
  conv2d([2, 9, 6, 4], [2, 3, 4, 8], { stride: [2, 1], pad: 'valid' }),
  conv2d([1, 9, 8, 2], [3, 3, 2, 3], { dilation: 2 }),
  conv2d([1, 9, 8, 2], [3, 2, 2, 3], { dilation: [1, 2], pad: 'valid' }),
  conv2d([1, 6, 6, 1], [3, 3, 1, 1]),
  conv2d([1, 6, 6, 1], [5, 5, 1, 9]),
  conv2d([3, 4, 4, 1], [1, 2, 1, 2]),
  conv2d([2, 5, 4, 6], [1, 1, 6, 3]),
  conv2d([2, 5, 4, 6], [1, 1, 6, 3], { stride: 2 }),
  conv2d([2, 2, 3, 2], [5, 5, 2, 3]),
  conv2d([2, 1, 1, 5], [1, 1, 5, 2], { pad: 'valid' }),
  // Patches of several pieces of working memory.
  conv2d([3, 30, 29, 8], [5, 3, 8, 3]),
  depthwise([2, 7, 5, 3], [3, 3, 3, 1]),
  depthwise([2, 7, 5, 3], [3, 3, 3, 2], { pad: 'valid' }),
  depthwise([1, 8, 5, 4], [3, 2, 4, 1], { stride: 2 }),
  depthwise([2, 8, 5, 9], [2, 3, 9, 1], { pad: 'valid' }),
  depthwise([1, 9, 8, 2], [3, 3, 2, 3], { dilation: 2 }),
  depthwise([2, 4, 4, 1], [3, 3, 1, 1]),
];

export const poolingCases: readonly BackendCase[] = [
  maxPool([2, 8, 6, 4], 2),
  maxPool([2, 7, 5, 3], 2),
  maxPool([2, 7, 5, 3], 2, { pad: 'same' }),
  maxPool([2, 7, 6, 9], 3, { stride: 1, pad: 'same' }),
  maxPool([1, 7, 6, 1], [2, 3], { stride: [1, 2] }),
  reduce('mean', [2, 5, 4, 6], [1, 2]),
];

export const productCases: readonly BackendCase[] = [
  ...[false, true].flatMap(a => [false, true].map(b => product(a ? [5, 3] : [3, 5], b ? [7, 5] : [5, 7], a, b))),
  // Longer than the inner slice, and not a multiple of any tile.
  ...[false, true].flatMap(a => [false, true].map(b => product(a ? [300, 9] : [9, 300], b ? [17, 300] : [300, 17], a, b))),
  product([1, 1], [1, 1]),
  product([1, 6], [6, 1]),
  product([8, 4], [4, 16]),
  product([2, 3, 4], [2, 4, 5]),
  { ...product([3, 4], [2, 4, 5]), valueOnly: true },
];

export const otherCases: readonly BackendCase[] = [
  reduce('sum', [6, 5], 0),
  reduce('sum', [7, 3, 4, 9], [0, 1, 2]),
  reduce('sum', [3, 4, 5], 1, true),
  reduce('sum', [3, 4, 5], [0, 2]),
  reduce('sum', [3, 4, 5], -1),
  reduce('sum', [3, 4], undefined),
  reduce('mean', [6, 5], 0),
  reduce('mean', [3, 5, 4, 7], [0, 1, 2]),
  reduce('mean', [3, 5, 4, 7], [0, 1, 2], true),
  reduce('mean', [4, 5], undefined),
  reduce('max', [4, 5], -1),
  ...(
    ['relu', 'sigmoid', 'tanh', 'exp', 'square', 'abs', 'neg', 'elu', 'softplus', 'relu6', 'leakyRelu', 'logSoftmax', 'softmax'] as const
  ).map(unary),
  ...(['sqrt', 'rsqrt', 'log', 'reciprocal', 'log1p'] as const).map(unaryPositive),
  ...(['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'squaredDifference'] as const).flatMap(name => [
    binary(name, [4, 5], [4, 5]),
    binary(name, [2, 3, 4, 5], [5]),
    binary(name, [4, 5], []),
  ]),
  {
    title: 'concatenation',
    shapes: [
      [2, 3, 4],
      [2, 3, 1],
    ],
    run: (tf, [a, b]) => tf.concat([a!, b!], -1),
  },
  { title: 'reshape and transpose', shapes: [[2, 3, 4]], run: (tf, [x]) => tf.transpose(tf.reshape(x!, [6, 4])) },
  { title: 'slice', shapes: [[4, 5]], run: (tf, [x]) => tf.slice(x!, [1, 2], [2, 3]) },
  {
    title: 'padding',
    shapes: [[2, 3]],
    run: (tf, [x]) =>
      tf.pad(x!, [
        [1, 0],
        [2, 1],
      ]),
  },
  {
    title: 'choice by a condition',
    shapes: [
      [4, 5],
      [4, 5],
    ],
    run: (tf, [a, b]) => tf.where(tf.greater(tf.tensor1d([-1, 1, 2, -3, 0]), 0), a!, b!),
  },
  { title: 'clipping', shapes: [[4, 5]], run: (tf, [x]) => tf.clipByValue(x!, -0.5, 0.5) },
  { title: 'powers', shapes: [[4, 5]], positive: true, run: (tf, [x]) => tf.pow(x!, 1.7) },
  // The gradient of gather is the segment sum; rows repeat and one is left out.
  { title: 'gather', shapes: [[4, 3]], run: (tf, [x]) => tf.gather(x!, tf.tensor1d([2, 0, 2, 3, 2], 'int32')) },
  {
    title: 'gather of a matrix of indices',
    shapes: [[4, 3]],
    run: (tf, [x]) =>
      tf.gather(
        x!,
        tf.tensor2d(
          [
            [1, 0],
            [1, 3],
          ],
          [2, 2],
          'int32',
        ),
      ),
  },
  {
    title: 'batch norm composed of moments',
    shapes: [[3, 4, 4, 5], [5], [5]],
    run: (tf, [x, scale, offset]) => {
      const { mean, variance } = tf.moments(x!, [0, 1, 2]);
      return tf.add(tf.mul(tf.mul(tf.sub(x!, mean), tf.rsqrt(tf.add(variance, 1e-3))), scale!), offset!);
    },
  },
  {
    title: 'softmax cross-entropy with one-hot targets',
    shapes: [[6, 4]],
    run: (tf, [logits]) => {
      const targets = tf.cast(tf.oneHot(tf.tensor1d([0, 3, 1, 1, 2, 0], 'int32'), 4), 'float32');
      return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits!)), -1));
    },
  },
  {
    title: 'dropout by a given mask',
    shapes: [[4, 5]],
    run: (tf, [x]) =>
      tf.mul(
        x!,
        tf.cast(
          tf.greater(
            tf.tensor2d(
              Array.from({ length: 20 }, (_, i) => (i * 7) % 10),
              [4, 5],
            ),
            3,
          ),
          'float32',
        ),
      ),
  },
];

/** Pooling whose gradient is wrong in the JavaScript back end: judged by its linearity instead. */
export const averagePoolGeometries = [
  { shape: [2, 6, 4, 4], size: 2, stride: 2, pad: 'valid' },
  { shape: [2, 5, 7, 3], size: 2, stride: 2, pad: 'same' },
  { shape: [1, 5, 4, 1], size: 3, stride: 1, pad: 'same' },
  { shape: [1, 6, 5, 5], size: [3, 2], stride: [2, 1], pad: 'same' },
] as const;
