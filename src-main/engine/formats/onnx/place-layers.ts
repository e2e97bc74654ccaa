import { OUT_OF_SIGHT } from '../../graph/places.ts';
import { pairOf, type Padding } from '../../graph/window.ts';
import type { LayerTable } from '../export-plan.ts';
import { transpose } from '../lib/transpose.ts';
import type { Attributes, OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { constants, finish, layoutOf, windowOf } from './pieces.ts';
import { convolution } from './products.ts';
import { storedKernel } from './stored.ts';

/** Layers over the places of an image, and those over the steps of a series. */
export const ONNX_PLACE_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  conv1d: call => convolution(call, transpose(call.node.parameters['kernel']!, [2, 1, 0]), alongSteps(call.x, call.config)),

  'conv2d-transpose'({ builder, node, x, config }) {
    const parameter = transpose(node.parameters['kernel']!, [3, 2, 0, 1]);
    const kernel = storedKernel(builder, node, { name: `${node.name}/kernel`, parameter, axis: 1 });
    const names = [builder.read(x, 'first'), kernel, ...constants(builder, node, ['bias'])];
    const [sizes, strides] = [pairOf(config.kernel), pairOf(config.stride)];
    const over = sizes.map((size, axis) => size - strides[axis]!);
    const cut = over.map(size => (config.padding === 'same' ? Math.max(size, 0) : 0));
    const before = cut.map(size => Math.floor(size / 2));
    const window = {
      kernel_shape: sizes,
      strides,
      pads: [...before, ...cut.map((size, axis) => size - before[axis]!)],
      output_padding: over.map(size => Math.max(-size, 0)),
    };
    return finish({ builder, node, layout: 'first', activation: config.activation }, output =>
      builder.add('ConvTranspose', output, names, window),
    );
  },

  /** Every value under two axes more, which are then laid along the image's. */
  upsampling({ builder, node, x, config }) {
    const [down, across] = pairOf(config.size);
    if (config.interpolation === 'bilinear') {
      const factors = builder.constant(`${node.name}.factors`, { shape: [4], values: Float32Array.of(1, 1, down, across) });
      const names = [builder.read(x, 'first'), '', factors];
      return { first: builder.add('Resize', node.name, names, { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }) };
    }
    const [height = 1, width = 1, channels = 1] = x.shape;
    const shape = (name: string, sizes: readonly number[]): string => builder.integers(`${node.name}.${name}`, sizes);
    const apart = builder.add('Reshape', `${node.name}.apart`, [
      builder.read(x, 'last'),
      shape('places', [0, height, 1, width, 1, channels]),
    ]);
    const filled = builder.add('Expand', `${node.name}.filled`, [apart, shape('factors', [1, 1, down, 1, across, 1])]);
    return { last: builder.add('Reshape', node.name, [filled, shape('shape', [0, height * down, width * across, channels])]) };
  },

  pad({ builder, node, x, config: { before, after, value } }) {
    const layout = layoutOf([x]);
    const side = (places: readonly number[]): readonly number[] => (layout === 'first' ? [0, 0, ...places] : [0, ...places, 0]);
    const sides = builder.integers(`${node.name}.sides`, [...side(before), ...side(after)]);
    const names = [builder.read(x, layout), sides, builder.number(`${node.name}.value`, value)];
    return { [layout]: builder.add('Pad', node.name, names) };
  },

  permute: ({ builder, node, x, config: { order } }) => ({
    last: builder.add('Transpose', node.name, [builder.read(x, 'last')], { perm: [0, ...order] }),
  }),

  'max-pool1d': ({ builder, node, x, config }) => ({
    first: builder.add('MaxPool', node.name, [builder.read(x, 'first')], alongSteps(x, poolOf(config))),
  }),

  'average-pool1d': ({ builder, node, x, config }) => ({
    first: builder.add('AveragePool', node.name, [builder.read(x, 'first')], { ...alongSteps(x, poolOf(config)), count_include_pad: 0 }),
  }),

  'global-average-pool'({ builder, node, x, inputs: [, mask] }) {
    if (mask === undefined) return overAllPlaces('ReduceMean', { builder, node, x });
    const seen = builder.read(mask, 'last');
    const steps = builder.integers(`${node.name}.steps`, [1]);
    const kept = builder.add('Mul', `${node.name}.kept`, [builder.read(x, 'last'), seen]);
    const sum = builder.add('ReduceSum', `${node.name}.sum`, [kept, steps], { keepdims: 0 });
    const count = builder.add('ReduceSum', `${node.name}.count`, [seen, steps], { keepdims: 0 });
    const least = builder.add('Max', `${node.name}.least`, [count, builder.number(`${node.name}.one`, 1)]);
    return { last: builder.add('Div', node.name, [sum, least]) };
  },

  'global-max-pool'({ builder, node, x, inputs: [, mask] }) {
    if (mask === undefined) return overAllPlaces('ReduceMax', { builder, node, x });
    const gone = builder.add('Sub', `${node.name}.gone`, [builder.read(mask, 'last'), builder.number(`${node.name}.one`, 1)]);
    const below = builder.add('Mul', `${node.name}.below`, [gone, builder.number(`${node.name}.depth`, OUT_OF_SIGHT)]);
    const kept = builder.add('Add', `${node.name}.kept`, [builder.read(x, 'last'), below]);
    return { last: builder.add('ReduceMax', node.name, [kept], { axes: [1], keepdims: 0 }) };
  },
};

/** The places are all axes but the items' and the channels'. */
function overAllPlaces(opType: string, { builder, node, x }: Pick<OnnxCall, 'builder' | 'node' | 'x'>): OnnxValue['names'] {
  const layout = layoutOf([x]);
  const places = x.shape.slice(1).map((_size, i) => i + (layout === 'first' ? 2 : 1));
  return { last: builder.add(opType, node.name, [builder.read(x, layout)], { axes: places, keepdims: 0 }) };
}

function poolOf({ size, stride = size, padding }: { size: number; stride?: number | undefined; padding: Padding }): SeriesWindow {
  return { kernel: size, stride, padding };
}

interface SeriesWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** As of an image one place wide, without its second axis. */
function alongSteps({ shape }: OnnxValue, { kernel, stride, padding }: SeriesWindow): Attributes {
  const { kernel_shape: sizes, strides, pads } = windowOf([shape[0]!, 1], { kernel: [kernel, 1], stride: [stride, 1], padding });
  return { kernel_shape: sizes.slice(0, 1), strides: strides.slice(0, 1), pads: [pads[0]!, pads[2]!] };
}
