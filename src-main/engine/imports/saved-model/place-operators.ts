import {
  add,
  constantAt,
  flag,
  float,
  input,
  ints,
  numbersAt,
  part,
  require,
  text,
  whole,
  type TranslationCall,
  type Translator,
  type TranslatorTable,
} from './translation.ts';

/** Operations with a window over images, whose channels are last there and first in ONNX. */

const FIRST = [0, 3, 1, 2] as const;
const LAST = [0, 2, 3, 1] as const;

export interface Inner {
  readonly op: string;
  /** Beside the image. */
  readonly others?: readonly string[];
  readonly attributes?: Readonly<Record<string, number | string | readonly number[]>>;
}

/** An operator over images with channels first, turned in front and back behind. */
export function overImage(call: TranslationCall, place: number, { op, others = [], attributes = {} }: Inner): void {
  require(text(call, 'data_format', 'NHWC') === 'NHWC', 'channels last are required');
  const image = part(call, 'first', 'Transpose', { inputs: [input(call, place)], attributes: { perm: FIRST } });
  const inner = part(call, 'inner', op, { inputs: [image, ...others], attributes });
  add(call, 'Transpose', { inputs: [inner], attributes: { perm: LAST } });
}

function windowOf(call: TranslationCall): Readonly<Record<string, string | readonly number[]>> {
  const padding = text(call, 'padding', '');
  const [strides, dilations] = [inside(call, 'strides'), inside(call, 'dilations')];
  const shared = { strides, dilations };
  if (padding === 'VALID') return { ...shared, auto_pad: 'VALID' };
  if (padding === 'SAME') return { ...shared, auto_pad: 'SAME_UPPER' };
  require(padding === 'EXPLICIT', `padding must be VALID, SAME or EXPLICIT, got ${padding}`);
  const [, , top = 0, bottom = 0, left = 0, right = 0] = ints(call, 'explicit_paddings');
  return { ...shared, pads: [top, left, bottom, right] };
}

/** Of the two axes of places. */
function inside(call: TranslationCall, name: string): readonly number[] {
  const [items = 1, height = 1, width = 1, channels = 1] = ints(call, name);
  require(items === 1 && channels === 1, `${name} along places alone are required`);
  return [height, width];
}

const pool =
  (op: string): Translator =>
  call => {
    const { dilations: _none, ...window } = windowOf(call);
    overImage(call, 0, { op, attributes: { ...window, kernel_shape: inside(call, 'ksize') } });
  };

/** Kernels are [height, width, inputs, outputs]. */
function filters(call: TranslationCall, place: number): string {
  return part(call, 'filters', 'Transpose', { inputs: [input(call, place)], attributes: { perm: [3, 2, 0, 1] } });
}

function normalised(call: TranslationCall): void {
  require(!flag(call, 'is_training', true), 'a normalisation as in use is required, not as in training');
  const others = [1, 2, 3, 4].map(place => input(call, place));
  overImage(call, 0, { op: 'BatchNormalization', others, attributes: { epsilon: float(call, 'epsilon', 1e-4) } });
}

/** To constant sizes. */
const resized =
  (mode: 'nearest' | 'linear'): Translator =>
  call => {
    require(!flag(call, 'align_corners'), 'an image whose corners are not aligned is required');
    // By whole factors the nearest is the same either way; what is mixed is not.
    require(mode === 'nearest' || flag(call, 'half_pixel_centers'), 'values between the middles of pixels are required');
    const sizes = whole(call, 'sizes', [1, 1, ...numbersAt(call, 1)]);
    overImage(call, 0, { op: 'Resize', others: ['', '', sizes], attributes: { mode } });
  };

export const PLACE_OPERATORS: TranslatorTable = {
  Conv2D: call => overImage(call, 0, { op: 'Conv', others: [filters(call, 1)], attributes: windowOf(call) }),

  DepthwiseConv2dNative(call) {
    const [height = 0, width = 0, channels = 0, multiplier = 0] = constantAt(call, 1).shape;
    const turned = part(call, 'turned', 'Transpose', { inputs: [input(call, 1)], attributes: { perm: [2, 3, 0, 1] } });
    const sizes = whole(call, 'sizes', [channels * multiplier, 1, height, width]);
    const kernel = part(call, 'filters', 'Reshape', { inputs: [turned, sizes] });
    overImage(call, 0, { op: 'Conv', others: [kernel], attributes: { ...windowOf(call), group: channels } });
  },

  Conv2DBackpropInput: call => overImage(call, 2, { op: 'ConvTranspose', others: [filters(call, 1)], attributes: windowOf(call) }),

  SpaceToBatchND: call =>
    void add(call, 'SpaceToBatch', { inputs: [input(call, 0)], attributes: { block: numbersAt(call, 1), pads: numbersAt(call, 2) } }),
  BatchToSpaceND: call =>
    void add(call, 'BatchToSpace', { inputs: [input(call, 0)], attributes: { block: numbersAt(call, 1), crops: numbersAt(call, 2) } }),

  ResizeNearestNeighbor: resized('nearest'),
  ResizeBilinear: resized('linear'),

  MaxPool: pool('MaxPool'),
  AvgPool: pool('AveragePool'),
  FusedBatchNorm: normalised,
  FusedBatchNormV2: normalised,
  FusedBatchNormV3: normalised,
};
