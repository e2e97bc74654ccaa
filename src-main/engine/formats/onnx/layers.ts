import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ExportNode, LayerTable } from '../export-plan.ts';
import { transpose } from '../lib/transpose.ts';
import { addActivation } from './activations.ts';
import { ONNX_FUSION_LAYERS } from './fusion-layers.ts';
import type { OnnxBuilder, OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { ONNX_INTEGER_LAYERS } from './integer-layers.ts';
import { constants, finish, layoutOf, poolWindow, windowOf } from './pieces.ts';
import { addProduct, convolution } from './products.ts';
import { writeOpaque } from './opaque-layer.ts';
import { ONNX_JOINS } from './joins.ts';
import { ONNX_NORM_LAYERS } from './norm-layers.ts';
import { ONNX_PLACE_LAYERS } from './place-layers.ts';
import { ONNX_RECURRENT_LAYERS } from './recurrent-layers.ts';
import { ONNX_TOKEN_LAYERS } from './token-layers.ts';
import { ONNX_SERIAL_LAYERS } from './serial-layers.ts';

/**
 * The layers in ONNX's operators (opset 17). Images are turned to channels first only where an operator demands it, and
 * back only where the order of values matters (flatten, reshape, the answer).
 */
export const ONNX_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  input: ({ node }) => ({ last: node.name }),

  dense(call) {
    const { builder, node, x, config } = call;
    const product = { opType: 'Gemm', input: builder.read(x, 'last'), kernel: node.parameters['kernel']!, axis: 1 } as const;
    return finish({ builder, node, layout: 'last', activation: config.activation }, output => addProduct(call, product, output));
  },

  conv2d(call) {
    const { node, x, config } = call;
    const kernel = transpose(node.parameters['kernel']!, [3, 2, 0, 1]);
    return convolution(call, kernel, { ...windowOf(x.shape, config), group: config.groups });
  },

  'depthwise-conv2d'(call) {
    const { node, x, config } = call;
    const { shape, values } = transpose(node.parameters['kernel']!, [2, 3, 0, 1]);
    const [channels, multiplier, height, width] = shape as [number, number, number, number];
    const kernel = { shape: [channels * multiplier, 1, height, width], values };
    return convolution(call, kernel, { ...windowOf(x.shape, config), group: channels });
  },

  'max-pool': ({ builder, node, x, config }) => ({
    first: builder.add('MaxPool', node.name, [builder.read(x, 'first')], poolWindow(x.shape, config)),
  }),

  'average-pool': ({ builder, node, x, config }) => ({
    first: builder.add('AveragePool', node.name, [builder.read(x, 'first')], { ...poolWindow(x.shape, config), count_include_pad: 0 }),
  }),

  flatten: ({ builder, node, x }) => ({ last: builder.add('Flatten', node.name, [builder.read(x, 'last')], { axis: 1 }) }),

  reshape({ builder, node, x, config }) {
    // 0 keeps the batch axis as it comes.
    const shape = builder.integers(`${node.name}.shape`, [0, ...config.shape]);
    return { last: builder.add('Reshape', node.name, [builder.read(x, 'last'), shape]) };
  },

  activation({ builder, node, x, config }) {
    const layout = layoutOf([x]);
    const input = builder.read(x, layout);
    const output = addActivation(config.function, layout, { builder, input, output: node.name, slope: config.slope });
    return output === input ? x.names : { [layout]: output };
  },

  'batch-norm': ({ builder, node, x, config }) =>
    x.shape.length === 3 || x.shape.length === 1
      ? normaliseChannels(builder, node, x, config.epsilon)
      : normaliseLast(builder, node, x, config.epsilon),

  dropout: ({ x }) => x.names,

  concatenate({ builder, node, inputs }) {
    const layout = layoutOf(inputs);
    const names = inputs.map(x => builder.read(x, layout));
    return { [layout]: builder.add('Concat', node.name, names, { axis: layout === 'first' ? 1 : -1 }) };
  },

  ...ONNX_JOINS,

  ...ONNX_PLACE_LAYERS,

  ...ONNX_RECURRENT_LAYERS,

  ...ONNX_TOKEN_LAYERS,

  ...ONNX_NORM_LAYERS,

  ...ONNX_FUSION_LAYERS,

  ...ONNX_SERIAL_LAYERS,

  ...ONNX_INTEGER_LAYERS,

  opaque: writeOpaque,
};

function normaliseChannels(builder: OnnxBuilder, node: ExportNode, x: OnnxValue, epsilon: number): OnnxValue['names'] {
  const layout = x.shape.length === 3 ? 'first' : 'last';
  const names = [builder.read(x, layout), ...constants(builder, node, ['scale', 'offset', 'mean', 'variance'])];
  return { [layout]: builder.add('BatchNormalization', node.name, names, { epsilon: { float: epsilon } }) };
}

/** ONNX normalises axis 1; where channels stand last, the same arithmetic is spelled out. */
function normaliseLast(builder: OnnxBuilder, node: ExportNode, x: OnnxValue, epsilon: number): OnnxValue['names'] {
  const { scale, variance } = node.parameters as Readonly<Record<'scale' | 'variance', Parameter>>;
  const values = scale.values.map((factor, i) => factor / Math.sqrt(variance.values[i]! + epsilon));
  const [mean, offset] = constants(builder, node, ['mean', 'offset']) as [string, string];
  const factor = builder.constant(`${node.name}/factor`, { shape: scale.shape, values });
  const centred = builder.add('Sub', `${node.name}.centred`, [builder.read(x, 'last'), mean]);
  const scaled = builder.add('Mul', `${node.name}.scaled`, [centred, factor]);
  return { last: builder.add('Add', node.name, [scaled, offset]) };
}
