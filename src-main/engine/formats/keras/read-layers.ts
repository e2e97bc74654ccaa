import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { SPELLED_HEADS } from './head-layers.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A Keras layer as a layer of this program; the config is checked with the graph. */
export interface ReadLayer {
  readonly layer: string;
  readonly config: Fields;
}

/**
 * The layer a Keras class and config mean. Throws `invalid-input` with the layer's name as path for classes and settings
 * that have no counterpart here.
 */
export function readKerasLayer(className: string, config: Fields, name: string): ReadLayer {
  const read = Object.hasOwn(READERS, className) ? READERS[className] : undefined;
  if (read === undefined)
    throw invalidInput(`Layers of class ${shown(className)} have no counterpart here; known are ${Object.keys(READERS).join(', ')}`, {
      path: name,
    });
  requireNeutral(NEUTRAL, config, name);
  return read(config, name);
}

type Settings = readonly (readonly [key: string, values: readonly string[]])[];

function requireNeutral(settings: Settings, config: Fields, name: string): void {
  const odd = settings.find(([key, values]) => config[key] !== undefined && !values.includes(JSON.stringify(config[key])));
  if (odd !== undefined)
    throw invalidInput(`${odd[0]} must be ${odd[1].join(' or ')}, got ${shown(config[odd[0]])}`, { path: `${name}.${odd[0]}` });
}

/** Settings that are read only in the one way this program's layers work. */
const NEUTRAL: Settings = [
  ['data_format', ['"channels_last"', 'null']],
  ['dilation_rate', ['[1,1]', '[1]', '1']],
  ['keepdims', ['false']],
  ['threshold', ['0']],
  ['return_state', ['false']],
  ['go_backwards', ['false']],
];

const NEUTRAL_NORM: Settings = [
  ['center', ['true']],
  ['scale', ['true']],
];

const NO_MASK: Settings = [['mask_zero', ['false']]];
const BOTH_ALIKE: Settings = [['merge_mode', ['"concat"']]];
const ONE_GROUP: Settings = [['groups', ['1']]];
const NO_OUTPUT_PADDING: Settings = [['output_padding', ['null']]];
const INTERPOLATIONS: Settings = [['interpolation', ['"nearest"', '"bilinear"']]];

const READERS: Readonly<Record<string, (config: Fields, name: string) => ReadLayer>> = {
  InputLayer: (config, name) => ({
    layer: 'input',
    config: { shape: inputShape(config['batch_shape'] ?? config['batch_input_shape'], name) },
  }),
  Dense: (config, name) => ({ layer: 'dense', config: { units: config['units'], ...weighted(config, name) } }),
  Conv2D: (config, name) => ({
    layer: 'conv2d',
    config: { filters: config['filters'], groups: config['groups'], ...window(config), ...weighted(config, name) },
  }),
  Conv1D: (config, name) => ({
    layer: 'conv1d',
    config: { filters: config['filters'], ...weighted(config, name), ...alongSteps(config, name) },
  }),
  Conv2DTranspose(config, name) {
    requireNeutral(NO_OUTPUT_PADDING, config, name);
    return { layer: 'conv2d-transpose', config: { filters: config['filters'], ...window(config), ...weighted(config, name) } };
  },
  UpSampling2D(config, name) {
    requireNeutral(INTERPOLATIONS, config, name);
    return { layer: 'upsampling', config: { size: config['size'], interpolation: config['interpolation'] ?? 'nearest' } };
  },
  ZeroPadding2D: config => ({ layer: 'pad', config: sidesOf(twoSided(config['padding'], 2)) }),
  ZeroPadding1D: config => ({ layer: 'pad', config: sidesOf([twoSided(config['padding'], 1)]) }),
  Permute: config => ({ layer: 'permute', config: { order: config['dims'] } }),
  MaxPooling1D: config => ({ layer: 'max-pool1d', config: seriesPool(config) }),
  AveragePooling1D: config => ({ layer: 'average-pool1d', config: seriesPool(config) }),
  GlobalAveragePooling1D: () => ({ layer: 'global-average-pool', config: {} }),
  GlobalMaxPooling1D: () => ({ layer: 'global-max-pool', config: {} }),
  GlobalMaxPooling2D: () => ({ layer: 'global-max-pool', config: {} }),
  DepthwiseConv2D: (config, name) => ({
    layer: 'depthwise-conv2d',
    config: { multiplier: config['depth_multiplier'], ...window(config), ...weighted(config, name) },
  }),
  MaxPooling2D: config => ({ layer: 'max-pool', config: pool(config) }),
  AveragePooling2D: config => ({ layer: 'average-pool', config: pool(config) }),
  GlobalAveragePooling2D: () => ({ layer: 'global-average-pool', config: {} }),
  Flatten: () => ({ layer: 'flatten', config: {} }),
  RepeatVector: config => ({ layer: 'repeat', config: { times: config['n'] } }),
  Reshape: config => ({ layer: 'reshape', config: { shape: config['target_shape'] } }),
  BatchNormalization(config, name) {
    requireNeutral(NEUTRAL_NORM, config, name);
    return { layer: 'batch-norm', config: { momentum: config['momentum'], epsilon: config['epsilon'], ...lastAxis(config, name) } };
  },
  Dropout: config => ({ layer: 'dropout', config: { rate: config['rate'] } }),
  Maximum: () => ({ layer: 'maximum', config: {} }),
  Multiply: () => ({ layer: 'multiply', config: {} }),
  Add: () => ({ layer: 'add', config: {} }),
  Concatenate: (config, name) => ({ layer: 'concatenate', config: lastAxis(config, name) }),
  Activation: (config, name) =>
    LOG_SOFTMAX.has(config['activation'])
      ? { layer: 'log-softmax', config: {} }
      : { layer: 'activation', config: { function: activation(config, name) } },
  Softmax: (config, name) => ({ layer: 'activation', config: { function: 'softmax', ...lastAxis(config, name) } }),
  LeakyReLU: config => ({ layer: 'activation', config: { function: 'leaky-relu', slope: config['negative_slope'] ?? config['alpha'] } }),
  Rescaling: config => ({ layer: 'rescale', config: { factor: listed(config['scale']), offset: listed(config['offset'] ?? 0) } }),
  ReLU: readRelu,
  LSTM: (config, name) => ({ layer: 'lstm', config: recurrent('LSTM', config, name) }),
  GRU: (config, name) => ({ layer: 'gru', config: recurrent('GRU', config, name) }),
  Bidirectional: readBidirectional,
  [SPELLED_HEADS]: config => ({ layer: 'attention', config: { headSize: config['headSize'] } }),
  Embedding(config, name) {
    requireNeutral(NO_MASK, config, name);
    return { layer: 'embedding', config: { tokens: config['input_dim'], units: config['output_dim'] } };
  },
  LayerNormalization(config, name) {
    requireNeutral(NEUTRAL_NORM, config, name);
    return { layer: 'layer-norm', config: { epsilon: config['epsilon'], ...lastAxis(config, name) } };
  },
  GroupNormalization(config, name) {
    requireNeutral(NEUTRAL_NORM, config, name);
    return { layer: 'group-norm', config: { groups: config['groups'], epsilon: config['epsilon'], ...lastAxis(config, name) } };
  },
};

/** As Keras and as TensorFlow.js write it. */
const LOG_SOFTMAX: ReadonlySet<unknown> = new Set(['log_softmax', 'logSoftmax']);

const ACTIVATIONS: Readonly<Record<string, string>> = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  leaky_relu: 'leaky-relu',
  elu: 'elu',
  gelu: 'gelu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  softmax: 'softmax',
  swish: 'swish',
  silu: 'swish',
};

function weighted(config: Fields, name: string): Fields {
  return { bias: config['use_bias'], activation: activation(config, name) };
}

function activation({ activation: value = 'linear' }: Fields, name: string): string {
  const found = typeof value === 'string' && Object.hasOwn(ACTIVATIONS, value) ? ACTIVATIONS[value] : undefined;
  if (found !== undefined) return found;
  throw invalidInput(`one of the activations ${Object.keys(ACTIVATIONS).join(', ')} is required, got ${shown(value)}`, {
    path: `${name}.activation`,
  });
}

function readRelu(config: Fields, name: string): ReadLayer {
  const { max_value: highest = null, negative_slope: slope = 0 } = config;
  if (slope === 0 && (highest === null || highest === 6))
    return { layer: 'activation', config: { function: highest === 6 ? 'relu6' : 'relu' } };
  throw invalidInput(`ReLU is read without limit or with 6, and without slope, got ${shown({ highest, slope })}`, { path: name });
}

/** Keras takes one number for all sides, one per axis, or a pair per axis: what is no such is refused with the graph. */
function twoSided(padding: unknown, axes: number): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(padding) ? padding : new Array<unknown>(2).fill(padding);
  return axes === 1 ? list : list.map(side => (Array.isArray(side) ? (side as readonly unknown[]) : [side, side]));
}

function sidesOf(pairs: readonly unknown[]): Fields {
  const side = (place: number): readonly unknown[] => pairs.map(pair => (Array.isArray(pair) ? (pair as readonly unknown[])[place] : pair));
  return { before: side(0), after: side(1) };
}

/** Keras takes a number, or one per channel. */
function listed(value: unknown): unknown {
  return Array.isArray(value) ? value : [value];
}

function requireGates(kind: string, config: Fields, name: string): void {
  const { activation: state = 'tanh', recurrent_activation: gates = 'sigmoid' } = config;
  if (state === 'tanh' && gates === 'sigmoid') return;
  throw invalidInput(`${kind} is read with tanh and sigmoid gates, got ${shown({ activation: state, recurrent_activation: gates })}`, {
    path: name,
  });
}

function recurrent(kind: 'LSTM' | 'GRU', config: Fields, name: string): Fields {
  requireGates(kind, config, name);
  const shared = { units: config['units'], returnSequences: config['return_sequences'], bias: config['use_bias'] };
  return kind === 'GRU' ? { ...shared, resetAfter: config['reset_after'] ?? false } : shared;
}

/** Keras writes the other direction out, too. */
function requireAlike(own: Fields, backward: unknown, name: string): void {
  const other = isObject(backward) && isObject(backward['config']) ? backward['config'] : own;
  const odd = ['units', 'use_bias', 'activation', 'recurrent_activation', 'return_sequences', 'reset_after'].find(
    key => own[key] !== other[key],
  );
  if (odd !== undefined)
    throw invalidInput(`both directions must be alike, ${odd} is ${shown(own[odd])} and ${shown(other[odd])}`, { path: name });
}

/** Both directions of one configuration, side by side. */
function readBidirectional(config: Fields, name: string): ReadLayer {
  requireNeutral(BOTH_ALIKE, config, name);
  const { class_name: kind, config: own } = isObject(config['layer']) ? config['layer'] : {};
  if ((kind !== 'LSTM' && kind !== 'GRU') || !isObject(own))
    throw invalidInput(`Bidirectional is read around an LSTM or a GRU, got ${shown(kind)}`, { path: name });
  requireAlike(own, config['backward_layer'], name);
  requireNeutral(NEUTRAL, own, name);
  return { layer: 'bidirectional', config: { cell: kind.toLowerCase(), ...recurrent(kind, own, name) } };
}

function window(config: Fields): Fields {
  return { kernel: config['kernel_size'], stride: config['strides'], padding: config['padding'] };
}

function pool(config: Fields): Fields {
  return { size: config['pool_size'], stride: config['strides'] ?? config['pool_size'], padding: config['padding'] };
}

function alongSteps(config: Fields, name: string): Fields {
  requireNeutral(ONE_GROUP, config, name);
  return { kernel: single(config['kernel_size']), stride: single(config['strides']), padding: config['padding'] };
}

function seriesPool(config: Fields): Fields {
  const size = single(config['pool_size']);
  return { size, stride: single(config['strides']) ?? size, padding: config['padding'] };
}

/** Keras writes what belongs to the one axis of a series as a number, or as a list of it. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value as readonly unknown[])[0] : value;
}

function lastAxis(config: Fields, name: string): Fields {
  const { axis } = config;
  // Keras writes the axis as -1, or as a list of it.
  if (axis === undefined || axis === -1 || (Array.isArray(axis) && axis.length === 1 && axis[0] === -1)) return {};
  throw invalidInput(`only the last axis (-1) is read, got ${shown(axis)}`, { path: `${name}.axis` });
}

function inputShape(batchShape: unknown, name: string): unknown {
  if (Array.isArray(batchShape) && batchShape.length > 1) return batchShape.slice(1);
  throw invalidInput(`an input shape with a batch axis is required, got ${shown(batchShape)}`, { path: name });
}
