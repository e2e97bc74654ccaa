import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { readKerasLayer } from '../../formats/keras/read-layers.ts';
import { layers } from '../../graph/layers/index.ts';
import { Unsupported } from '../foreign-graph.ts';
import type { Trace } from '../trace/trace.ts';
import type { KerasCall } from './flatten-config.ts';

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

  /** Of a series the same product at every step; of an image at every place. */
  Dense(layer) {
    const { trace, call, inputs, weights } = layer;
    const rank = trace.shapeOf(inputs[0]!).length;
    if (rank === 1) return plain(layer, call.config);
    const places = new Array<number>(rank - 1).fill(1);
    const [kernel, ...bias] = weights;
    if (rank > 3 || kernel === undefined) throw new Unsupported(`a dense layer over at most two axes of places is read, got ${rank - 1}`);
    const config = { ...call.config, filters: call.config['units'], kernel_size: places, strides: places, padding: 'valid', groups: 1 };
    const spread = { shape: [...places, ...kernel.shape], values: kernel.values };
    return plain({ ...layer, call: { ...call, className: rank === 2 ? 'Conv1D' : 'Conv2D' }, weights: [spread, ...bias] }, config);
  },

  MultiHeadAttention: attention,
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

function dropped({ trace, call: { config, name }, inputs }: LayerCall): string {
  return trace.add({ layer: 'dropout', config: { rate: config['rate'] }, inputs, wish: name });
}

/** Nothing in use. */
function passed({ trace, call, inputs }: LayerCall): string {
  trace.notes.add(`${call.className} works in training only and was left out.`);
  return inputs[0]!;
}

/** (x − mean) / √variance, as it was adapted. */
function normalised({ trace, call: { name }, inputs, weights: [mean, variance] }: LayerCall): string {
  if (mean === undefined || variance === undefined) throw new Unsupported('a normalisation that was adapted is required');
  const factor = Array.from(variance.values, value => 1 / Math.max(Math.sqrt(value), 1e-7));
  const offset = factor.map((by, i) => -(mean.values[i] ?? 0) * by);
  return trace.add({ layer: 'rescale', config: { factor, offset }, inputs, wish: name });
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
function plain({ trace, call, inputs, weights }: LayerCall, config: KerasCall['config']): string {
  const { name, className } = call;
  const read = supported(() => readKerasLayer(className, config, name));
  const own = read.config as Readonly<Record<string, unknown>>;
  const isFused = own['activation'] !== undefined && own['activation'] !== 'linear';
  const settings = isFused ? { ...own, activation: 'linear' } : own;
  const layer = layers.require(read.layer);
  const shapes = inputs.map(input => trace.shapeOf(input));
  const names = supported(() => layer.parameters(withDefaults(settings), shapes).map(({ name: parameter }) => parameter));
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
