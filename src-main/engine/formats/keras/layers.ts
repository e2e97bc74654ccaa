import type { JsonObject } from '../../../../src-shared/lib/json.ts';
import { pairOf, type Pair } from '../../graph/window.ts';
import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import { KERAS_FUSION_LAYERS } from './fusion-layers.ts';
import { KERAS_RECURRENT_LAYERS } from './recurrent-layers.ts';
import { KERAS_SERIAL_LAYERS } from './serial-layers.ts';
import { KERAS_TOKEN_LAYERS } from './token-layers.ts';
import type { KerasCall, KerasForm } from './keras-form.ts';
import { activated, activationForm, CHANNELS_LAST, weightsOf } from './pieces.ts';
import { KERAS_PLACE_LAYERS } from './place-layers.ts';

export const KERAS_LAYERS: LayerTable<KerasCall, KerasForm> = {
  input: ({ node, dialect }) => ({
    className: 'InputLayer',
    config: { [dialect === 'keras-3' ? 'batch_shape' : 'batch_input_shape']: [null, ...node.shape], sparse: false, ragged: false },
  }),

  dense: ({ node, dialect, config: { units, bias, activation } }) =>
    activated(activation, dialect, {
      className: 'Dense',
      config: { units, use_bias: bias },
      weights: weightsOf(node, { kernel: 'kernel', bias: 'bias' }),
    }),

  conv2d({ node, dialect, config: { filters, kernel, stride, padding, groups, bias, activation } }) {
    if (dialect === 'tfjs' && groups > 1) throw new UnsupportedConfig(`it has ${groups} groups, and the format no grouped convolution`);
    return activated(activation, dialect, {
      className: 'Conv2D',
      config: {
        filters,
        kernel_size: pairOf(kernel),
        strides: pairOf(stride),
        padding,
        ...CHANNELS_LAST,
        dilation_rate: [1, 1],
        groups,
        use_bias: bias,
      },
      weights: weightsOf(node, { kernel: 'kernel', bias: 'bias' }),
    });
  },

  'depthwise-conv2d'({ node, dialect, config: { multiplier, kernel, stride, padding, bias, activation } }) {
    const strides = pairOf(stride);
    if (dialect !== 'tfjs' && strides[0] !== strides[1]) {
      throw new UnsupportedConfig(`TensorFlow computes depthwise convolutions with equal strides only, got ${strides.join(' and ')}`);
    }
    return activated(activation, dialect, {
      className: 'DepthwiseConv2D',
      config: {
        kernel_size: pairOf(kernel),
        strides,
        padding,
        depth_multiplier: multiplier,
        ...CHANNELS_LAST,
        dilation_rate: [1, 1],
        use_bias: bias,
      },
      weights: weightsOf(node, { kernel: dialect === 'keras-3' ? 'kernel' : 'depthwise_kernel', bias: 'bias' }),
    });
  },

  'max-pool': ({ config }) => ({ className: 'MaxPooling2D', config: poolConfig(config) }),
  'average-pool': ({ config }) => ({ className: 'AveragePooling2D', config: poolConfig(config) }),
  flatten: () => ({ className: 'Flatten', config: CHANNELS_LAST }),
  reshape: ({ config }) => ({ className: 'Reshape', config: { target_shape: config.shape } }),
  activation: ({ dialect, config }) => activationForm(config.function, dialect, config.slope),

  'batch-norm': ({ node, config: { momentum, epsilon } }) => ({
    className: 'BatchNormalization',
    config: { axis: -1, momentum, epsilon, center: true, scale: true },
    weights: weightsOf(node, { scale: 'gamma', offset: 'beta', mean: 'moving_mean', variance: 'moving_variance' }),
  }),

  'layer-norm': ({ node, config: { epsilon } }) => ({
    className: 'LayerNormalization',
    config: { axis: -1, epsilon, center: true, scale: true },
    weights: weightsOf(node, { scale: 'gamma', offset: 'beta' }),
  }),

  'group-norm'({ node, dialect, config: { groups, epsilon } }) {
    if (dialect === 'tfjs') throw new UnsupportedConfig('the format has no layer that normalises groups of channels');
    return {
      className: 'GroupNormalization',
      config: { groups, axis: -1, epsilon, center: true, scale: true },
      weights: weightsOf(node, { scale: 'gamma', offset: 'beta' }),
    };
  },

  dropout: ({ config: { rate } }) => ({ className: 'Dropout', config: { rate } }),
  add: () => ({ className: 'Add', config: {} }),
  multiply: () => ({ className: 'Multiply', config: {} }),
  concatenate: () => ({ className: 'Concatenate', config: { axis: -1 } }),

  ...KERAS_PLACE_LAYERS,

  ...KERAS_RECURRENT_LAYERS,

  ...KERAS_TOKEN_LAYERS,

  ...KERAS_FUSION_LAYERS,

  ...KERAS_SERIAL_LAYERS,
};

function poolConfig({ size, stride = size, padding }: { size: Pair; stride?: Pair | undefined; padding: string }): JsonObject {
  return { pool_size: pairOf(size), strides: pairOf(stride), padding, ...CHANNELS_LAST };
}
