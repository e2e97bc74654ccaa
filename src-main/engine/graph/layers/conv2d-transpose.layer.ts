import { SOFTMAX_MIXES, fusedActivation } from '../activations.ts';
import { defineLayer } from '../layer.ts';
import { only, requireImage, type ImageShape } from '../shape-checks.ts';
import type { Tensor4D } from '../tensor-ranks.ts';
import { bias, finish, initialiser, weights } from '../weight-layer.ts';
import { convStride, kernelSize, padding, pairOf, type Padding, type Pair } from '../window.ts';

/**
 * The transpose of a convolution: every value of x [N, H, W, in] adds kernel [kh, kw, filters, in] times itself at its place,
 * places a stride apart. Height: same H·s, valid H·s + max(k − s, 0). Multiply-adds: kh·kw·filters for every input value.
 */
export const conv2dTranspose = defineLayer({
  id: 'conv2d-transpose',
  title: 'Transposed convolution',
  help: 'Enlarges the image by learnt filters: a convolution backwards.',
  source: 'Zeiler 2010, doi:10.1109/CVPR.2010.5539957',
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
  namePrefix: () => 'deconv',
  outputShape(config, inputs) {
    return [...enlarged(requireImage('conv2d-transpose', only(inputs)), config), config.filters];
  },
  parameters(config, inputs) {
    const [, , channels] = requireImage('conv2d-transpose', only(inputs));
    const [kh, kw] = pairOf(config.kernel);
    const fans = { fanIn: kh * kw * channels, fanOut: kh * kw * config.filters };
    return weights([kh, kw, config.filters, channels], config.filters, config, fans);
  },
  apply({ tf, config, inputs: [x], parameters }) {
    const [items, height, width, channels] = (x as Tensor4D).shape;
    const size = enlarged([height, width, channels], config);
    const kernel = parameters['kernel'] as Tensor4D;
    const maps = tf.conv2dTranspose(x as Tensor4D, kernel, [items, ...size, config.filters], pairOf(config.stride), config.padding);
    return finish(tf, maps, parameters['bias'], config.activation);
  },
  multiplyAdds(config, inputs) {
    const [height, width, channels] = requireImage('conv2d-transpose', only(inputs));
    const [kh, kw] = pairOf(config.kernel);
    return height * width * channels * kh * kw * config.filters;
  },
  channels: config => ({
    kind: 'source',
    outputs: [{ parameter: 'kernel', axis: 2 }, ...(config.bias ? [{ parameter: 'bias', axis: 0 }] : [])],
    inputs: [{ parameter: 'kernel', axis: 3 }],
    ...(config.activation === 'softmax' ? { fixed: SOFTMAX_MIXES } : {}),
  }),
  resize: (config, filters) => ({ ...config, filters }),
});

function enlarged(
  image: ImageShape,
  window: { readonly kernel: Pair; readonly stride: Pair; readonly padding: Padding },
): [height: number, width: number] {
  const kernel = pairOf(window.kernel);
  const stride = pairOf(window.stride);
  const along = (axis: 0 | 1): number => {
    const more = window.padding === 'valid' ? Math.max(kernel[axis] - stride[axis], 0) : 0;
    return image[axis] * stride[axis] + more;
  };
  return [along(0), along(1)];
}
