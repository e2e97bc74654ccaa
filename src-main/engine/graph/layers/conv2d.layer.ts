import { fusedActivation } from '../activations.ts';
import { defineLayer } from '../layer.ts';
import { only, requireImage } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { bias, finish, initialiser, linear, sourceRule, weights } from '../weight-layer.ts';
import { convStride, everyPlace, kernelSize, onePlace, ownPlace, padding, pairOf, slide, windowBy } from '../window.ts';

/**
 * Cross-correlation of x [N, H, W, in] with kernel [kh, kw, in, filters], as every framework calls convolution.
 * With `groups`, channels and filters are cut into so many equal parts, and each part of the filters reads its part of the
 * channels: kernel [kh, kw, in / groups, filters]. Multiply-adds: kh·kw·in / groups for every output value; padding counts like
 * any other position.
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
    groups: {
      kind: 'number',
      label: 'Groups',
      help: 'Parts of the channels that are read by filters of their own.',
      default: 1,
      min: 1,
      max: 65_536,
      integer: true,
      source: 'Xie 2016, arXiv:1611.05431',
    },
    activation: fusedActivation,
    bias,
    initialiser,
  },
  namePrefix: () => 'conv',
  outputShape(config, inputs) {
    const image = requireImage('conv2d', only(inputs));
    requireGroups(config, image[2]);
    return [...slide('conv2d', image, config), config.filters];
  },
  parameters(config, inputs) {
    const [, , channels] = requireImage('conv2d', only(inputs));
    const [kh, kw] = pairOf(config.kernel);
    const own = channels / config.groups;
    const fans = { fanIn: kh * kw * own, fanOut: (kh * kw * config.filters) / config.groups };
    return weights([kh, kw, own, config.filters], config.filters, config, fans);
  },
  apply({ tf, config, inputs: [x], parameters }) {
    const kernel = parameters['kernel'] as Tensor;
    const slideOver = (image: Tensor, filters: Tensor): Tensor =>
      tf.conv2d(image as Tensor4D, filters as Tensor4D, pairOf(config.stride), config.padding);
    const maps = config.groups === 1 ? slideOver(x as Tensor, kernel) : byGroups(tf, [x as Tensor, kernel], config.groups, slideOver);
    return finish(tf, maps, parameters['bias'], config.activation);
  },
  integers: () => 'multiplies',
  multiplyAdds(config, inputs, [height = 0, width = 0, filters = 0]) {
    const [, , channels] = requireImage('conv2d', only(inputs));
    const [kh, kw] = pairOf(config.kernel);
    return (height * width * filters * kh * kw * channels) / config.groups;
  },
  channels(config) {
    const rule = sourceRule(4, config);
    const { groups } = config;
    if (groups === 1) return rule;
    return { ...rule, outputs: rule.outputs.map(axis => ({ ...axis, blocks: groups })), tied: groups, tiedInputs: groups };
  },
  pointwise: config => onePlace(config),
  endsWith: config => config.activation,
  alike(config, { channels, window, activation }) {
    const wanted: Pick<typeof config, 'filters' | 'groups' | 'activation' | 'bias'> = {
      filters: channels,
      groups: 1,
      activation,
      bias: true,
    };
    return { ...(window === 'one' ? everyPlace(config) : ownPlace(config)), ...wanted };
  },
  rewindow: (config, by) => windowBy(config, by),
  resize: (config, filters) => ({ ...config, filters }),
  // Jaderberg 2014, arXiv:1405.3866, scheme of one window and one 1×1 convolution; here by SVD.
  lowRank: (config, filters) => (config.groups === 1 ? [{ ...linear(config), filters }, everyPlace(config)] : null),
});

function requireGroups({ filters, groups }: { readonly filters: number; readonly groups: number }, channels: number): void {
  if (channels % groups === 0 && filters % groups === 0) return;
  throw invalidInput(`conv2d with ${groups} groups needs channels and filters that divide into them, got ${channels} and ${filters}`);
}

/** Each part of the channels under its part of the filters. Not every engine has a grouped convolution of its own. */
function byGroups(
  tf: TensorLibrary,
  [x, kernel]: readonly [Tensor, Tensor],
  groups: number,
  slideOver: (image: Tensor, filters: Tensor) => Tensor,
): Tensor {
  const filters = tf.split(kernel, groups, 3);
  const parts = tf.split(x, groups, 3).map((part, i) => slideOver(part, filters[i]!));
  return tf.concat(parts, 3);
}
