import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { LEAKY_SLOPE } from '../../graph/activations.ts';
import { OUT_OF_SIGHT } from '../../graph/places.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import { pairOf, type Padding, type Pair } from '../../graph/window.ts';
import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import { weighted, type GraphCall } from './graph-call.ts';
import type { GraphValue, GraphWindow } from './graph-value.ts';

/** Layers over the places of an image, and those over the steps of a series, which is an image one place wide. */
export const GRAPH_PLACE_LAYERS: LayerTable<GraphCall, GraphValue> = {
  conv2d(call) {
    const { ops, node, x, config } = call;
    const [kernel, window] = [node.parameters['kernel']!, windowOf(config)];
    if (config.groups === 1) return weighted(call, { op: 'Conv2D', input: x, kernel, window }, config.activation);
    const name = config.activation === 'linear' ? node.name : `${node.name}/groups`;
    const groups = ops.concat(name, byGroups(call, config.groups, window));
    return ops.activate(node.name, groups, { function: config.activation, slope: LEAKY_SLOPE });
  },

  'depthwise-conv2d'(call) {
    const { node, x, config } = call;
    const window = windowOf(config);
    const { strides } = window;
    if (strides[0] !== strides[1]) {
      throw new UnsupportedConfig(`TensorFlow computes depthwise convolutions with equal strides only, got ${strides.join(' and ')}`);
    }
    return weighted(call, { op: 'DepthwiseConv2dNative', input: x, kernel: node.parameters['kernel']!, window }, config.activation);
  },

  'conv2d-transpose': call =>
    weighted(
      call,
      { op: 'Conv2DBackpropInput', input: call.x, kernel: call.node.parameters['kernel']!, window: windowOf(call.config) },
      call.config.activation,
    ),

  conv1d(call) {
    const { ops, node, x, config } = call;
    const { shape, values } = node.parameters['kernel']!;
    const kernel = { shape: [config.kernel, 1, ...shape.slice(1)], values };
    const part = { ...node, name: `${node.name}/image`, shape: oneWide(node.shape) };
    const input = ops.reshape(`${node.name}/wide`, x, oneWide(x.shape.slice(1)));
    const window = seriesWindow(config);
    return ops.reshape(
      node.name,
      weighted({ ...call, node: part }, { op: 'Conv2D', input, kernel, window }, config.activation),
      node.shape,
    );
  },

  'max-pool': ({ ops, node, x, config }) => ops.pool('MaxPool', node.name, x, { window: windowOf(poolOf(config)), shape: node.shape }),
  'average-pool': ({ ops, node, x, config }) => ops.pool('AvgPool', node.name, x, { window: windowOf(poolOf(config)), shape: node.shape }),
  'max-pool1d': call => alongSteps(call, 'MaxPool', seriesWindow(poolOf(call.config))),
  'average-pool1d': call => alongSteps(call, 'AvgPool', seriesWindow(poolOf(call.config))),

  'global-average-pool'({ ops, node, x, inputs: [, mask] }) {
    if (mask === undefined) return ops.reduce('Mean', node.name, x, { axes: placesOf(x), keep: false });
    const steps = { axes: [1], keep: false };
    const sum = ops.reduce('Sum', `${node.name}/sum`, ops.binary('Mul', `${node.name}/kept`, x, mask), steps);
    const count = ops.reduce('Sum', `${node.name}/count`, mask, steps);
    const least = ops.binary('Maximum', `${node.name}/least`, count, ops.number(`${node.name}/one`, 1));
    return ops.binary('RealDiv', node.name, sum, least);
  },

  'global-max-pool'({ ops, node, x, inputs: [, mask] }) {
    if (mask === undefined) return ops.reduce('Max', node.name, x, { axes: placesOf(x), keep: false });
    const gone = ops.binary('Sub', `${node.name}/gone`, mask, ops.number(`${node.name}/one`, 1));
    const below = ops.binary('Mul', `${node.name}/below`, gone, ops.number(`${node.name}/depth`, OUT_OF_SIGHT));
    return ops.reduce('Max', node.name, ops.binary('AddV2', `${node.name}/seen`, x, below), { axes: [1], keep: false });
  },

  pad: ({ ops, node, x, config }) => ops.pad(node.name, x, { ...config, shape: node.shape }),
  permute: ({ ops, node, x, config: { order } }) => ops.transpose(node.name, x, [0, ...order]),

  upsampling: ({ ops, node, x, config: { interpolation } }) =>
    ops.resize(interpolation === 'bilinear' ? 'ResizeBilinear' : 'ResizeNearestNeighbor', node.name, x, [node.shape[0]!, node.shape[1]!]),
};

/** Each part of the channels under its part of the filters: not every runtime has a grouped convolution. */
function byGroups({ ops, node, x }: GraphCall, groups: number, window: GraphWindow): readonly [GraphValue, ...GraphValue[]] {
  const { bias } = node.parameters;
  const kernel = node.parameters['kernel']!;
  const size = channelsOf(kernel.shape) / groups;
  const parts = ops.split(`${node.name}/channels`, x, groups).map((input, i) =>
    ops.emitter.weighted({
      op: 'Conv2D',
      name: `${node.name}/group${i}`,
      input,
      kernel: lastPlaces(kernel, i * size, size),
      bias: bias === undefined ? undefined : lastPlaces(bias, i * size, size),
      precision: node.precision,
      window,
      shape: [-1, ...node.shape.slice(0, -1), size],
    }),
  );
  return parts as [GraphValue, ...GraphValue[]];
}

/** So many entries along the last axis. */
function lastPlaces({ shape, values }: Parameter, start: number, size: number): Parameter {
  const width = channelsOf(shape);
  const part = new Float32Array((values.length / width) * size);
  for (let row = 0; row * width < values.length; row++) {
    part.set(values.subarray(row * width + start, row * width + start + size), row * size);
  }
  return { shape: [...shape.slice(0, -1), size], values: part };
}

function alongSteps({ ops, node, x }: GraphCall, op: 'MaxPool' | 'AvgPool', window: GraphWindow): GraphValue {
  const image = ops.reshape(`${node.name}/wide`, x, oneWide(x.shape.slice(1)));
  return ops.reshape(node.name, ops.pool(op, `${node.name}/image`, image, { window, shape: oneWide(node.shape) }), node.shape);
}

function oneWide([time = 1, channels = 1]: readonly number[]): readonly number[] {
  return [time, 1, channels];
}

function placesOf({ shape }: GraphValue): readonly number[] {
  return shape.slice(1, -1).map((_size, i) => i + 1);
}

interface Window<P> {
  readonly kernel: P;
  readonly stride: P;
  readonly padding: Padding;
}

function windowOf({ kernel, stride, padding }: Window<Pair>): GraphWindow {
  return { size: pairOf(kernel), strides: pairOf(stride), padding };
}

function seriesWindow({ kernel, stride, padding }: Window<number>): GraphWindow {
  return { size: [kernel, 1], strides: [stride, 1], padding };
}

function poolOf<P>({
  size,
  stride = size,
  padding,
}: {
  readonly size: P;
  readonly stride?: P | undefined;
  readonly padding: Padding;
}): Window<P> {
  return { kernel: size, stride, padding };
}
