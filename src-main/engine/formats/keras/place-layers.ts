import { OUT_OF_SIGHT } from '../../graph/places.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import { pairOf } from '../../graph/window.ts';
import { UnsupportedConfig, type ExportNode, type LayerTable } from '../export-plan.ts';
import type { KerasCall, KerasForm } from './keras-form.ts';
import { activated, CHANNELS_LAST, reshaped, weightsOf } from './pieces.ts';

/** Layers over the places of an image, and those over the steps of a series. */
export const KERAS_PLACE_LAYERS: LayerTable<KerasCall, KerasForm> = {
  conv1d: ({ node, dialect, config: { filters, kernel, stride, padding, bias, activation } }) =>
    activated(activation, dialect, {
      className: 'Conv1D',
      config: { filters, kernel_size: [kernel], strides: [stride], padding, ...CHANNELS_LAST, dilation_rate: [1], use_bias: bias },
      weights: weightsOf(node, { kernel: 'kernel', bias: 'bias' }),
    }),

  'conv2d-transpose': ({ node, dialect, config: { filters, kernel, stride, padding, bias, activation } }) =>
    activated(activation, dialect, {
      className: 'Conv2DTranspose',
      config: {
        filters,
        kernel_size: pairOf(kernel),
        strides: pairOf(stride),
        padding,
        ...CHANNELS_LAST,
        dilation_rate: [1, 1],
        use_bias: bias,
      },
      weights: weightsOf(node, { kernel: 'kernel', bias: 'bias' }),
    }),

  upsampling({ dialect, config: { size, interpolation } }) {
    if (dialect === 'tfjs' && interpolation !== 'nearest')
      throw new UnsupportedConfig('it mixes values between the middles of pixels, and the format between their corners');
    return { className: 'UpSampling2D', config: { size: pairOf(size), interpolation, ...CHANNELS_LAST } };
  },

  pad({ dialect, config: { before, after, value } }) {
    if (value !== 0) throw new UnsupportedConfig(`it pads with ${value}, and the format with 0 only`);
    if (before.length === 2) {
      const padding = before.map((count, axis) => [count, after[axis]!]);
      return { className: 'ZeroPadding2D', config: { padding, ...CHANNELS_LAST } };
    }
    if (dialect === 'tfjs') throw new UnsupportedConfig('it pads a series, and the format images only');
    return { className: 'ZeroPadding1D', config: { padding: [before[0]!, after[0]!], ...CHANNELS_LAST } };
  },

  permute: ({ config: { order } }) => ({ className: 'Permute', config: { dims: [...order] } }),

  'max-pool1d': ({ config: { size, stride = size, padding } }) => ({
    className: 'MaxPooling1D',
    config: { pool_size: [size], strides: [stride], padding, ...CHANNELS_LAST },
  }),
  'average-pool1d': ({ config: { size, stride = size, padding } }) => ({
    className: 'AveragePooling1D',
    config: { pool_size: [size], strides: [stride], padding, ...CHANNELS_LAST },
  }),

  /** Under a mask every step has a weight, the shares of a softmax that sees the masked ones not at all. */
  'global-average-pool'({ node }) {
    const series = node.inputShapes[0]!;
    if (node.inputs.length === 1) return overPlaces('GlobalAveragePooling', node);
    const [steps = 1] = series;
    const shares: KerasForm = {
      ...outOfSight(),
      then: {
        ...reshaped([steps]),
        then: { className: 'Activation', config: { activation: 'softmax' }, then: reshaped([steps, 1]) },
      },
    };
    const sum: KerasForm = { className: 'Rescaling', config: { scale: steps, offset: 0 } };
    const mean = { ...overPlaces('GlobalAveragePooling', node), then: sum };
    return { className: 'Multiply', config: {}, shape: series, before: { 1: shares }, then: mean };
  },

  'global-max-pool'({ node }) {
    const greatest = overPlaces('GlobalMaxPooling', node);
    if (node.inputs.length === 1) return greatest;
    return { className: 'Add', config: {}, shape: node.inputShapes[0]!, before: { 1: outOfSight() }, then: greatest };
  },
};

function overPlaces(name: string, { inputShapes }: ExportNode): KerasForm {
  const shape = inputShapes[0]!;
  return { className: `${name}${shape.length - 1}D`, config: CHANNELS_LAST, shape: [channelsOf(shape)] };
}

/** Of a mask: 0 for a step that counts. */
function outOfSight(): KerasForm {
  return { className: 'Rescaling', config: { scale: OUT_OF_SIGHT, offset: -OUT_OF_SIGHT } };
}
