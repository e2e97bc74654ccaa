import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { readKerasLayer } from '../../formats/keras/read-layers.ts';
import { layers } from '../../graph/layers/index.ts';
import { Unsupported } from '../foreign-graph.ts';
import type { Trace } from '../trace/trace.ts';
import type { KerasCall } from './flatten-config.ts';
import { composedOf, eluOf, preluOf } from './functions.ts';
import { addOperation } from './operations.ts';

/** A Keras layer on its way to nodes here: what it reads, and its weights in Keras's order. */
export interface LayerCall {
  readonly trace: Trace;
  readonly call: KerasCall;
  readonly inputs: readonly string[];
  readonly weights: readonly Parameter[];
}

type Expansion = (call: LayerCall) => string;

/** Adds the nodes of a layer; the name of the last one. Throws `Unsupported` for what has no counterpart here. */
export function addKerasLayer(call: LayerCall): string {
  const operation = addOperation(call);
  if (operation !== null) return operation;
  const expand = Object.hasOwn(EXPANSIONS, call.call.className) ? EXPANSIONS[call.call.className] : undefined;
  return expand === undefined ? plain(call, call.call.config) : expand(call);
}

/** Layers that are several here, or none. */
const EXPANSIONS: Readonly<Record<string, Expansion>> = {
  SeparableConv2D({ trace, call, inputs, weights }) {
    const { config, name } = call;
    const depthwise = { ...config, use_bias: false, activation: 'linear' };
    const first = plain(
      { trace, call: { ...call, className: 'DepthwiseConv2D', name: `${name}-depthwise` }, inputs, weights: weights.slice(0, 1) },
      depthwise,
    );
    const pointwise = { ...config, kernel_size: [1, 1], strides: [1, 1], padding: 'valid', groups: 1, dilation_rate: [1, 1] };
    return plain({ trace, call: { ...call, className: 'Conv2D' }, inputs: [first], weights: weights.slice(1) }, pointwise);
  },

  Conv1D(layer) {
    const { trace, call, inputs } = layer;
    const { config, name } = call;
    if (config['padding'] !== 'causal') return plain(layer, config);
    const [kernel] = [config['kernel_size']].flat() as readonly number[];
    const front = trace.add({ layer: 'pad', config: { before: [Number(kernel) - 1], after: [0] }, inputs, wish: `${name}-padded` });
    return plain({ ...layer, inputs: [front] }, { ...config, padding: 'valid' });
  },

  Dense: everywhere,

  MultiHeadAttention: attention,

  Lambda() {
    throw new Unsupported('it is Python code, which is not run; put layers in its place, or export the network as ONNX or SavedModel');
  },

  /** A product at every step. */
  TimeDistributed(layer) {
    const { layer: inner } = layer.call.config;
    const { class_name: className, config } = isObject(inner) ? inner : {};
    if (className !== 'Dense' || !isObject(config)) throw new Unsupported(`a Dense layer at every step is read, got ${shown(className)}`);
    return everywhere({ ...layer, call: { ...layer.call, className, config } });
  },

  Subtract({ trace, inputs: [first = '', ...others], call }) {
    const turned = others.map(input => trace.add({ layer: 'rescale', config: { factor: [-1], offset: [0] }, inputs: [input] }));
    return trace.add({ layer: 'add', config: {}, inputs: [first, ...turned], wish: call.name });
  },
  Average({ trace, inputs, call }) {
    const sum = trace.add({ layer: 'add', config: {}, inputs, wish: `${call.name}-sum` });
    return trace.add({ layer: 'rescale', config: { factor: [1 / inputs.length], offset: [0] }, inputs: [sum], wish: call.name });
  },

  ELU: ({ trace, call, inputs }) => {
    const alpha = Number(call.config['alpha'] ?? 1);
    return alpha === 1 ? functionOf(trace, inputs, 'elu') : eluOf(trace, inputs[0]!, alpha);
  },
  PReLU({ trace, inputs, weights: [slopes] }) {
    const channels = trace.shapeOf(inputs[0]!).at(-1);
    if (slopes === undefined || slopes.values.length !== channels)
      throw new Unsupported(`a slope for each of ${channels ?? 0} channels is required, got ${slopes?.values.length ?? 0} (shared_axes)`);
    return preluOf(trace, inputs[0]!, slopes.values);
  },

  GlobalAveragePooling1D: pooled,
  GlobalAveragePooling2D: pooled,
  GlobalMaxPooling1D: pooled,
  GlobalMaxPooling2D: pooled,

  Cropping1D: layer => cropped(layer, [layer.call.config['cropping']]),
  Cropping2D: layer => cropped(layer, [layer.call.config['cropping']].flat()),

  Normalization: normalised,
  Rescaling: ({ trace, call: { config, name }, inputs }) =>
    trace.add({
      layer: 'rescale',
      config: { factor: [config['scale']].flat(), offset: [config['offset'] ?? 0].flat() },
      inputs,
      wish: name,
    }),
  SpatialDropout1D: dropped,
  SpatialDropout2D: dropped,
  GaussianNoise: passed,
  GaussianDropout: passed,
  ActivityRegularization: passed,
  RandomFlip: passed,
  RandomRotation: passed,
  RandomZoom: passed,
  RandomTranslation: passed,
  RandomContrast: passed,
  RandomBrightness: passed,
};

/** Of a series the same product at every step; of an image at every place. */
function everywhere(layer: LayerCall): string {
  const { trace, call, inputs, weights } = layer;
  const rank = trace.shapeOf(inputs[0]!).length;
  if (rank === 1) return plain(layer, call.config);
  const places = new Array<number>(rank - 1).fill(1);
  const [kernel, ...bias] = weights;
  if (rank > 3 || kernel === undefined) throw new Unsupported(`a dense layer over at most two axes of places is read, got ${rank - 1}`);
  const config = { ...call.config, filters: call.config['units'], kernel_size: places, strides: places, padding: 'valid', groups: 1 };
  const spread = { shape: [...places, ...kernel.shape], values: kernel.values };
  return plain({ ...layer, call: { ...call, className: rank === 2 ? 'Conv1D' : 'Conv2D' }, weights: [spread, ...bias] }, config);
}

/** Over all places, which may stay as axes of size 1. */
function pooled(layer: LayerCall): string {
  const { trace, inputs, call } = layer;
  const node = plain(layer, { ...call.config, keepdims: false });
  if (call.config['keepdims'] !== true) return node;
  const shape = trace.shapeOf(inputs[0]!).map((size, axis, all) => (axis === all.length - 1 ? size : 1));
  return trace.add({ layer: 'reshape', config: { shape }, inputs: [node], wish: `${call.name}-kept` });
}

function dropped({ trace, call: { config, name }, inputs }: LayerCall): string {
  return trace.add({ layer: 'dropout', config: { rate: config['rate'] }, inputs, wish: name });
}

/** Nothing in use. */
function passed({ trace, call, inputs }: LayerCall): string {
  trace.notes.add(`${call.className} works in training only and was left out.`);
  return inputs[0]!;
}

/** (x − mean) / √variance, as it was adapted, or as it was given. */
function normalised({ trace, call: { name, config }, inputs, weights }: LayerCall): string {
  const [mean, variance] = ['mean', 'variance'].map((key, i) => numbersOf(config[key]) ?? weights[i]?.values);
  if (mean === undefined || variance === undefined || config['invert'] === true)
    throw new Unsupported('a normalisation that was adapted, and is not inverted, is required');
  const factor = Array.from(variance, value => 1 / Math.max(Math.sqrt(value), 1e-7));
  const offset = factor.map((by, i) => -(mean[i] ?? 0) * by);
  return trace.add({ layer: 'rescale', config: { factor, offset }, inputs, wish: name });
}

/** However Keras nests them; undefined for none. */
function numbersOf(given: unknown): readonly number[] | undefined {
  if (typeof given === 'number') return [given];
  const list: readonly unknown[] = Array.isArray(given) ? (given.flat(Infinity) as readonly unknown[]) : [];
  return list.length > 0 && list.every(value => typeof value === 'number') ? list : undefined;
}

function functionOf(trace: Trace, inputs: readonly string[], name: string): string {
  return trace.add({ layer: 'activation', config: { function: name }, inputs });
}

/** Places left out on both sides of each axis: those that stay are chosen as channels, with the axis turned to the end. */
function cropped({ trace, inputs, call: { name } }: LayerCall, sides: readonly unknown[]): string {
  const shape = trace.shapeOf(inputs[0]!);
  let node = inputs[0]!;
  sides.forEach((side, axis) => {
    const [before = NaN, after = NaN] = Array.isArray(side) ? side.map(Number) : [Number(side), Number(side)];
    const left = shape[axis]! - before - after;
    if (sides.length !== shape.length - 1 || !(left > 0)) throw new Unsupported('places that stay along each axis are required');
    if (left === shape[axis]) return;
    const order = shape.map((_size, i) => (i === axis ? shape.length : i === shape.length - 1 ? axis + 1 : i + 1));
    const turned = trace.add({ layer: 'permute', config: { order }, inputs: [node], wish: `${name}-turned` });
    const channels = Array.from({ length: left }, (_, i) => i + before);
    const chosen = trace.add({ layer: 'select-channels', config: { channels }, inputs: [turned], wish: name });
    node = trace.add({ layer: 'permute', config: { order }, inputs: [chosen], wish: `${name}-back` });
  });
  return node;
}

/** Four products around an attention. Keras has the heads on an axis of their own: [inputs, heads, size], [heads, size, outputs]. */
function attention({ trace, call, inputs, weights }: LayerCall): string {
  const { config, name } = call;
  const [queries = '', keys = '', values = '', ...mask] = inputs;
  const hasBias = config['use_bias'] !== false;
  const each = hasBias ? 2 : 1;
  if (weights.length !== 4 * each || config['key_dim'] !== (config['value_dim'] ?? config['key_dim']))
    throw new Unsupported('an attention with values as wide as its keys is read');
  const project = (part: string, place: number, source: string, isLast = false): string => {
    const [kernel, bias] = weights.slice(place * each, (place + 1) * each);
    const { shape = [], values: numbers = new Float32Array(0) } = kernel ?? {};
    const filters = isLast ? shape.slice(2) : shape.slice(1);
    const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
    const width = product(filters);
    return trace.add({
      layer: 'conv1d',
      config: { filters: width, kernel: 1, bias: bias !== undefined },
      inputs: [source],
      parameters: {
        kernel: { shape: [1, numbers.length / width, width], values: numbers },
        ...(bias === undefined ? {} : { bias: { shape: [width], values: bias.values } }),
      },
      wish: `${name}-${part}`,
    });
  };
  // Keras keeps them in this order: query, key, value, output.
  const parts = [project('query', 0, queries), project('key', 1, keys), project('value', 2, values)];
  const read = trace.add({
    layer: 'attention',
    config: { headSize: config['key_dim'] },
    inputs: [...parts, ...mask],
    wish: `${name}-attention`,
  });
  return project('output', 3, read, true);
}

/** A layer that is one here, with its activation behind it: what ends a model with a softmax shows so. */
function plain(layer: LayerCall, config: KerasCall['config']): string {
  const { trace, call, inputs } = layer;
  const compose = composedOf(config['activation'], call.isKeras3);
  if (compose === undefined) return single(layer, config);
  return compose(trace, call.className === 'Activation' ? inputs[0]! : single(layer, { ...config, activation: 'linear' }));
}

function single({ trace, call, inputs, weights }: LayerCall, config: KerasCall['config']): string {
  const { name, className } = call;
  const read = supported(() => readKerasLayer(className, config, name));
  const own = read.config as Readonly<Record<string, unknown>>;
  const isFused = own['activation'] !== undefined && own['activation'] !== 'linear';
  const settings = isFused ? { ...own, activation: 'linear' } : own;
  const known = layers.require(read.layer);
  const shapes = inputs.map(input => trace.shapeOf(input));
  const names = supported(() => known.parameters(withDefaults(settings), shapes).map(({ name: parameter }) => parameter));
  if (names.length !== weights.length && className !== 'InputLayer')
    throw new Unsupported(`${names.length} weights are required, the file has ${weights.length}`);
  const parameters = Object.fromEntries(names.map((parameter, i) => [parameter, weights[i]!]));
  const node = trace.add({ layer: read.layer, config: settings, inputs, parameters, wish: name });
  return isFused
    ? trace.add({ layer: 'activation', config: { function: own['activation'] }, inputs: [node], wish: `${name}-activation` })
    : node;

  function withDefaults(fields: Readonly<Record<string, unknown>>) {
    return trace.configOf(read.layer, fields);
  }
}

/** What the tables of the format refuse is one of several problems here. */
function supported<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'invalid-input') throw new Unsupported(thrown.error.message);
    throw thrown;
  }
}
