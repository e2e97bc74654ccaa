import { fusedActivation, SOFTMAX_MIXES } from '../activations.ts';
import { defineLayer, type ParameterAxis } from '../layer.ts';
import { only, requireImage } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { bias, finish, initialiser, weights } from '../weight-layer.ts';
import { convStride, kernelSize, onePlace, padding, pairOf, slide, windowBy } from '../window.ts';

/**
 * Every channel has filters of its own: kernel [kh, kw, in, multiplier], output channel c·multiplier + m from input
 * channel c. Fans are those of one filter (kh·kw), not of the whole kernel. Multiply-adds: kh·kw for every output value.
 */
export const depthwiseConv2d = defineLayer({
  id: 'depthwise-conv2d',
  title: 'Depthwise convolution',
  help: 'Slides filters over each channel by itself; with a 1×1 convolution behind it, it replaces a full one cheaply.',
  source: 'Howard 2017, arXiv:1704.04861',
  revision: 1,
  shorthand: 'kernel',
  inputs: [1, 1],
  params: {
    multiplier: { kind: 'number', label: 'Filters per channel', default: 1, min: 1, max: 1024, integer: true },
    kernel: kernelSize,
    stride: convStride,
    padding,
    activation: fusedActivation,
    bias,
    initialiser,
  },
  namePrefix: () => 'depthwise',
  outputShape(config, inputs) {
    const image = requireImage('depthwise-conv2d', only(inputs));
    return [...slide('depthwise-conv2d', image, config), image[2] * config.multiplier];
  },
  parameters(config, inputs) {
    const [, , channels] = requireImage('depthwise-conv2d', only(inputs));
    const [kh, kw] = pairOf(config.kernel);
    const fans = { fanIn: kh * kw, fanOut: kh * kw * config.multiplier };
    return weights([kh, kw, channels, config.multiplier], channels * config.multiplier, config, fans);
  },
  apply({ tf, config, inputs: [x], parameters }) {
    const maps = tf.depthwiseConv2d(x as Tensor4D, parameters['kernel'] as Tensor4D, pairOf(config.stride), config.padding);
    return finish(tf, maps, parameters['bias'], config.activation);
  },
  integers: () => 'multiplies',
  multiplyAdds(config, _inputs, [height = 0, width = 0, channels = 0]) {
    const [kh, kw] = pairOf(config.kernel);
    return height * width * channels * kh * kw;
  },
  pointwise: config => onePlace(config),
  endsWith: config => config.activation,
  rewindow: (config, by) => windowBy(config, by),
  channels(config) {
    if (config.activation === 'softmax') return { kind: 'fixed', reason: SOFTMAX_MIXES };
    const kernel: ParameterAxis = { parameter: 'kernel', axis: 2 };
    const vector: ParameterAxis = { parameter: 'bias', axis: 0, repeat: config.multiplier };
    return { kind: 'pass', parameters: config.bias ? [kernel, vector] : [kernel], repeat: config.multiplier };
  },
});
