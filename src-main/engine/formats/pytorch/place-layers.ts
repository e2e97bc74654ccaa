import { OUT_OF_SIGHT } from '../../graph/places.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import { pairOf, type Padding } from '../../graph/window.ts';
import type { ActivationFunction } from '../../graph/activations.ts';
import type { LayerTable } from '../export-plan.ts';
import { tuple } from './names.ts';
import { activated, biasOf, layoutOf, padded, result, weightAndBias, windowOf, type TorchWindow } from './pieces.ts';
import type { TorchCall, TorchTensor, TorchValue } from './torch-form.ts';

/** Layers over the places of an image, and those over the steps of a series. */
export const TORCH_PLACE_LAYERS: LayerTable<TorchCall, TorchValue['names']> = {
  conv2d(call) {
    const { node, x, config } = call;
    const window = windowOf(x.shape.slice(0, 2), config);
    const groups = config.groups === 1 ? [] : [`groups=${config.groups}`];
    const more = { channels: config.filters, groups, tensors: weightAndBias(node, [3, 2, 0, 1]) };
    return convolution(call, { ...more, window, activation: config.activation });
  },

  'depthwise-conv2d'(call) {
    const { node, x, config } = call;
    const [, , channels = 1] = x.shape;
    const shape = [channels * config.multiplier, 1, ...pairOf(config.kernel)];
    const { bias } = weightAndBias(node, []);
    const weight: TorchTensor = { kind: 'parameter', of: 'kernel', order: [2, 3, 0, 1], shape };
    const tensors = { weight, ...(bias && { bias }) };
    const more = { channels: channels * config.multiplier, groups: [`groups=${channels}`], tensors };
    return convolution(call, { ...more, window: windowOf(x.shape.slice(0, 2), config), activation: config.activation });
  },

  conv1d(call) {
    const { node, x, config } = call;
    const window = windowOf(x.shape.slice(0, 1), config);
    return convolution(call, {
      channels: config.filters,
      groups: [],
      tensors: weightAndBias(node, [2, 1, 0]),
      window,
      activation: config.activation,
    });
  },

  'conv2d-transpose'({ writer, node, x, config }) {
    const [kernel, stride] = [pairOf(config.kernel), pairOf(config.stride)];
    const over = kernel.map((size, axis) => size - stride[axis]!);
    const more = tuple(over.map(size => Math.max(-size, 0)));
    const words = [channelsOf(x.shape), config.filters, tuple(kernel), `stride=${tuple(stride)}`, `output_padding=${more}`, biasOf(node)];
    const layer = writer.module(node, `nn.ConvTranspose2d(${words.join(', ')})`, weightAndBias(node, [3, 2, 0, 1]));
    const cut = over.map(size => (config.padding === 'same' ? Math.max(size, 0) : 0));
    const [height, width] = cut.map((size, axis) => {
      const before = Math.floor(size / 2);
      return `${before}:${before + node.shape[axis]!}`;
    });
    const whole = `${layer}(${writer.read(x, 'first')})`;
    const expression = cut.every(size => size === 0) ? whole : `${whole}[:, :, ${height}, ${width}]`;
    return result(writer, node, 'first', activated(config.activation, { expression, layout: 'first' }));
  },

  pad({ writer, node, x, config: { before, after, value } }) {
    const sides = before.map((size, axis) => [size, after[axis]!]).toReversed();
    return result(writer, node, 'first', `F.pad(${writer.read(x, 'first')}, ${tuple(sides.flat())}, value=${value})`);
  },

  permute: ({ writer, node, x, config: { order } }) =>
    result(writer, node, 'last', `${writer.read(x, 'last')}.permute${tuple([0, ...order])}`),

  upsampling({ writer, node, x, config: { size, interpolation } }) {
    const mode = interpolation === 'bilinear' ? 'mode="bilinear", align_corners=False' : 'mode="nearest"';
    const layer = writer.module(node, `nn.Upsample(scale_factor=${tuple(pairOf(size))}, ${mode})`, {});
    return result(writer, node, 'first', `${layer}(${writer.read(x, 'first')})`);
  },

  'max-pool': call => pool(call, 'Max', windowOf(call.x.shape.slice(0, 2), poolOf(call.config))),
  'average-pool': call => pool(call, 'Avg', windowOf(call.x.shape.slice(0, 2), poolOf(call.config))),
  'max-pool1d': call => pool(call, 'Max', windowOf(call.x.shape.slice(0, 1), poolOf(call.config))),
  'average-pool1d': call => pool(call, 'Avg', windowOf(call.x.shape.slice(0, 1), poolOf(call.config))),

  'global-average-pool'({ writer, node, x, inputs: [, mask] }) {
    if (mask === undefined) return overAllPlaces('mean', { writer, node, x });
    const [series, seen] = [writer.read(x, 'last'), writer.read(mask, 'last')];
    return result(writer, node, 'last', `(${series} * ${seen}).sum(dim=1) / ${seen}.sum(dim=1).clamp(min=1)`);
  },

  'global-max-pool'({ writer, node, x, inputs: [, mask] }) {
    if (mask === undefined) return overAllPlaces('amax', { writer, node, x });
    const [series, seen] = [writer.read(x, 'last'), writer.read(mask, 'last')];
    return result(writer, node, 'last', `(${series} + (${seen} - 1) * ${OUT_OF_SIGHT}).amax(dim=1)`);
  },
};

interface Convolution {
  readonly channels: number;
  readonly groups: readonly string[];
  readonly tensors: Readonly<Record<string, TorchTensor>>;
  readonly window: TorchWindow;
  readonly activation: ActivationFunction;
}

function convolution({ writer, node, x }: TorchCall, { channels, groups, tensors, window, activation }: Convolution): TorchValue['names'] {
  const { kernel, stride, before, even } = window;
  const words = [channelsOf(x.shape), channels, tuple(kernel), `stride=${tuple(stride)}`];
  if (even && before.some(size => size > 0)) words.push(`padding=${tuple(before)}`);
  const layer = writer.module(node, `nn.Conv${kernel.length}d(${[...words, ...groups, biasOf(node)].join(', ')})`, tensors);
  const input = writer.read(x, 'first');
  const expression = `${layer}(${even ? input : padded(input, window)})`;
  return result(writer, node, 'first', activated(activation, { expression, layout: 'first' }));
}

const POOLS = { Max: 'nn.MaxPool', Avg: 'nn.AvgPool' } as const;

function pool({ writer, node, x }: TorchCall, kind: keyof typeof POOLS, window: TorchWindow): TorchValue['names'] {
  const { kernel, stride, before, even } = window;
  const input = writer.read(x, 'first');
  const sides = even && before.some(size => size > 0) ? [`padding=${tuple(before)}`] : [];
  const counting = kind === 'Avg' && sides.length > 0 ? ['count_include_pad=False'] : [];
  const words = [tuple(kernel), `stride=${tuple(stride)}`, ...sides, ...counting].join(', ');
  const layer = writer.module(node, `${POOLS[kind]}${kernel.length}d(${words})`, {});
  if (even) return result(writer, node, 'first', `${layer}(${input})`);
  if (kind === 'Max') return result(writer, node, 'first', `${layer}(${padded(input, window, '-torch.inf')})`);
  // Places that were added don't count: the mean of all, by the share of those that do.
  const ones = padded(`torch.ones_like(${input}[:1, :1])`, window);
  return result(writer, node, 'first', `${layer}(${padded(input, window)}) / ${layer}(${ones})`);
}

function overAllPlaces(function_: string, { writer, node, x }: Pick<TorchCall, 'writer' | 'node' | 'x'>): TorchValue['names'] {
  const layout = layoutOf([x]);
  const places = x.shape.slice(1).map((_size, i) => i + (layout === 'first' ? 2 : 1));
  return result(writer, node, 'last', `${writer.read(x, layout)}.${function_}(dim=${tuple(places)})`);
}

type Pool<P> = { readonly size: P; readonly stride?: P | undefined; readonly padding: Padding };

function poolOf<P>({ size, stride = size, padding }: Pool<P>): { readonly kernel: P; readonly stride: P; readonly padding: Padding } {
  return { kernel: size, stride, padding };
}
