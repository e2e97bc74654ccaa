import { fusedActivation } from '../activations.ts';
import { defineLayer } from '../layer.ts';
import { only, requireSeries } from '../shape-checks.ts';
import type { Tensor3D } from '../tensor-ranks.ts';
import { bias, finish, initialiser, linear, sourceRule, weights } from '../weight-layer.ts';
import { everyPlace, onePlace, ownPlace, padding, seriesKernel, seriesStride, slideAlong, windowBy } from '../window.ts';

/**
 * Cross-correlation of a series x [N, T, in] with kernel [k, in, filters]; with a kernel of 1, the same dense layer at every
 * step. Multiply-adds: k·in for every output value.
 */
export const conv1d = defineLayer({
  id: 'conv1d',
  title: 'Convolution of a series',
  help: 'Slides learnt filters along the series; with a window of 1, a dense layer at every step.',
  source: 'Waibel 1989, doi:10.1109/29.21701',
  revision: 1,
  shorthand: 'filters',
  inputs: [1, 1],
  params: {
    filters: { kind: 'number', label: 'Filters', help: 'Number of output channels.', min: 1, max: 65_536, integer: true, scale: 'log' },
    kernel: seriesKernel,
    stride: seriesStride,
    padding,
    activation: fusedActivation,
    bias,
    initialiser,
  },
  namePrefix: () => 'conv',
  outputShape(config, inputs) {
    const [time] = requireSeries('conv1d', only(inputs));
    return [slideAlong('conv1d', time, config), config.filters];
  },
  parameters(config, inputs) {
    const [, channels] = requireSeries('conv1d', only(inputs));
    const fans = { fanIn: config.kernel * channels, fanOut: config.kernel * config.filters };
    return weights([config.kernel, channels, config.filters], config.filters, config, fans);
  },
  apply({ tf, config, inputs: [x], parameters }) {
    const maps = tf.conv1d(x as Tensor3D, parameters['kernel'] as Tensor3D, config.stride, config.padding);
    return finish(tf, maps, parameters['bias'], config.activation);
  },
  integers: () => 'multiplies',
  multiplyAdds(config, inputs, [time = 0, filters = 0]) {
    const [, channels] = requireSeries('conv1d', only(inputs));
    return time * filters * config.kernel * channels;
  },
  channels: config => sourceRule(3, config),
  pointwise: config => onePlace(config),
  endsWith: config => config.activation,
  alike(config, { channels, window, activation }) {
    const wanted: Pick<typeof config, 'filters' | 'activation' | 'bias'> = { filters: channels, activation, bias: true };
    return { ...(window === 'one' ? everyPlace(config) : ownPlace(config)), ...wanted };
  },
  rewindow: (config, by) => windowBy(config, by),
  resize: (config, filters) => ({ ...config, filters }),
  lowRank: (config, filters) => [{ ...linear(config), filters }, everyPlace(config)],
});
