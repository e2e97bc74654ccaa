import { fusedActivation } from '../activations.ts';
import { defineLayer } from '../layer.ts';
import { only, requireImage } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { bias, finish, initialiser, linear, sourceRule, weights } from '../weight-layer.ts';
import { convStride, everyPlace, kernelSize, onePlace, padding, pairOf, slide } from '../window.ts';

/**
 * Cross-correlation of x [N, H, W, in] with kernel [kh, kw, in, filters], as every framework calls convolution.
 * Multiply-adds: kh·kw·in for every output value; padding counts like any other position.
 */
export const conv2d = defineLayer({
  id: 'conv2d',
  title: 'Convolution',
  help: 'Slides learnt filters over the image.',
  source: 'LeCun 1998, doi:10.1109/5.726791',
  revision: 1,
  shorthand: 'filters',
  inputs: [1, 1],
  params: {
    filters: { kind: 'number', label: 'Filters', help: 'Number of output channels.', min: 1, max: 65_536, integer: true, scale: 'log' },
    kernel: kernelSize,
    stride: convStride,
    padding,
    activation: fusedActivation,
    bias,
    initialiser,
  },
  namePrefix: () => 'conv',
  outputShape(config, inputs) {
    return [...slide('conv2d', requireImage('conv2d', only(inputs)), config), config.filters];
  },
  parameters(config, inputs) {
    const [, , channels] = requireImage('conv2d', only(inputs));
    const [kh, kw] = pairOf(config.kernel);
    const fans = { fanIn: kh * kw * channels, fanOut: kh * kw * config.filters };
    return weights([kh, kw, channels, config.filters], config.filters, config, fans);
  },
  apply({ tf, config, inputs: [x], parameters }) {
    const maps = tf.conv2d(x as Tensor4D, parameters['kernel'] as Tensor4D, pairOf(config.stride), config.padding);
    return finish(tf, maps, parameters['bias'], config.activation);
  },
  multiplyAdds(config, inputs, [height = 0, width = 0, filters = 0]) {
    const [, , channels] = requireImage('conv2d', only(inputs));
    const [kh, kw] = pairOf(config.kernel);
    return height * width * filters * kh * kw * channels;
  },
  channels: config => sourceRule(4, config),
  pointwise: config => onePlace(config),
  resize: (config, filters) => ({ ...config, filters }),
  // Jaderberg 2014, arXiv:1405.3866, scheme of one window and one 1×1 convolution; here by SVD.
  lowRank: (config, filters) => [{ ...linear(config), filters }, everyPlace(config)],
});
