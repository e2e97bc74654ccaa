import type { Parameter } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { Unsupported, type ForeignTensor } from '../../foreign-graph.ts';
import { stridesOf, turned } from '../arrays.ts';
import { axisOf, type Live } from '../axes.ts';
import { constant, ints, live, optionalConstant, text, type OpCall, type OpTable } from '../call.ts';
import { reshapedNode } from '../layouts.ts';
import { parameterOf, vectorOf, wishOf } from '../pieces.ts';
import { groupsOf, padded, perAxis, placesOf, slid, windowIn, type Places, type Window } from './windows.ts';

export const CONVOLUTION_OPS: OpTable = { Conv: convolution, ConvTranspose: transposed };

/** Weights are [filters, channels / groups, ...window]. */
function convolution(call: OpCall): Live {
  const weights = constant(call, 1);
  const places = placesOf(call.trace, live(call));
  const kernel = weights.shape.slice(2);
  const window = windowIn(call, places.sizes, kernel);
  const groups = groupsOf(call);
  if (weights.shape[1] !== places.channels / groups)
    throw new Unsupported(`filters over ${places.channels / groups} channels are required, got ${weights.shape[1] ?? 'none'}`);
  const isSeries = kernel.length === 1;
  return isSeries && groups > 1 ? groupedSeries(call, { places, window, weights }) : plain(call, { places, window, weights });
}

interface Convolution {
  readonly places: Places;
  readonly window: Window;
  readonly weights: ForeignTensor;
}

function plain(call: OpCall, { places, window, weights }: Convolution): Live {
  const { trace } = call;
  const filters = weights.shape[0] ?? 1;
  const { node, padding } = padded(trace, places, window);
  const config = { ...configOf(call, { places, window, weights }), padding };
  const made = trace.add({ ...layerOf(call, { places, window, weights }), config, inputs: [node] });
  return slid(trace, made, places, axisOf(filters));
}

/** A series of groups as an image one place wide: only images have them. */
function groupedSeries(call: OpCall, { places, window, weights }: Convolution): Live {
  const { trace } = call;
  const wide = <T>(list: readonly T[], one: T): readonly T[] => [...list, one];
  const image: Places = {
    ...places,
    node: reshapedNode(trace, places.node, [places.sizes[0]!, 1, places.channels]),
    sizes: wide(places.sizes, 1),
  };
  const opened: Window = {
    kernel: wide(window.kernel, 1),
    stride: wide(window.stride, 1),
    dilation: wide(window.dilation, 1),
    before: wide(window.before, 0),
    after: wide(window.after, 0),
  };
  const made = plain(call, { places: image, window: opened, weights: { ...weights, shape: wide(weights.shape, 1) } });
  const [height = 1, , filters = 1] = trace.shapeOf(made.node);
  return {
    ...made,
    node: reshapedNode(trace, made.node, [height, filters]),
    layout: [made.layout[0]!, made.layout[2]!],
    axes: made.axes.slice(0, 3),
  };
}

function isDepthwise(call: OpCall, { channels }: Places): boolean {
  return groupsOf(call) === channels && channels > 1;
}

function configOf(call: OpCall, { places, window, weights }: Convolution): Readonly<Record<string, unknown>> {
  const groups = groupsOf(call);
  const filters = weights.shape[0] ?? 1;
  const kernel = window.kernel.map((size, i) => (size - 1) * window.dilation[i]! + 1);
  const shared = { kernel: perAxis(kernel), stride: perAxis(window.stride), bias: optionalConstant(call, 2) !== null };
  if (isDepthwise(call, places)) return { ...shared, multiplier: filters / groups };
  return { ...shared, filters, ...(kernel.length === 2 ? { groups } : {}) };
}

function layerOf(call: OpCall, { places, window, weights }: Convolution) {
  const bias = optionalConstant(call, 2);
  const { kernel, mask } = opened(isDepthwise(call, places) ? depthwise(weights, places.channels) : lastChannels(weights), window.dilation);
  if (mask !== null) call.trace.notes.add('A dilated convolution is a larger one here, whose weights between are pruned: they stay 0.');
  return {
    layer: isDepthwise(call, places) ? 'depthwise-conv2d' : window.kernel.length === 1 ? 'conv1d' : 'conv2d',
    parameters: { kernel, ...(bias === null ? {} : { bias: vectorOf(bias) }) },
    ...(mask === null ? {} : { masks: { kernel: mask } }),
    wish: wishOf(call.node.inputs[1], call.node.name),
  };
}

/** [filters, channels, ...window] → [...window, channels, filters]. */
function lastChannels(weights: ForeignTensor): ForeignTensor {
  const window = weights.shape.slice(2).map((_size, i) => i + 2);
  return turned(weights, [...window, 1, 0]);
}

/** [channels·multiplier, 1, height, width] → [height, width, channels, multiplier]. */
function depthwise(weights: ForeignTensor, channels: number): ForeignTensor {
  const { shape, values } = turned(weights, [2, 3, 0, 1]);
  const [height = 1, width = 1, filters = 1] = shape;
  return { shape: [height, width, channels, filters / channels], values };
}

/** A kernel with zeros between its rows and columns, and a mask that keeps them. */
function opened(
  { shape, values }: ForeignTensor,
  dilation: readonly number[],
): { readonly kernel: Parameter; readonly mask: Uint8Array | null } {
  if (dilation.every(step => step === 1)) return { kernel: parameterOf({ shape, values }), mask: null };
  const places = dilation.length;
  const large = shape.map((size, i) => (i < places ? (size - 1) * dilation[i]! + 1 : size));
  const size = large.reduce((product, one) => product * one, 1);
  if (!(size <= 2 ** 26)) throw new Unsupported(`a kernel of at most 2^26 values is possible, got ${size}`);
  const [from, to] = [stridesOf(shape), stridesOf(large)];
  const [wide, mask] = [new Float32Array(size), new Uint8Array(size)];
  values.forEach((value, i) => {
    const target = shape.reduce((sum, length, axis) => {
      const place = Math.floor(i / from[axis]!) % length;
      return sum + place * (axis < places ? dilation[axis]! : 1) * to[axis]!;
    }, 0);
    wide[target] = value;
    mask[target] = 1;
  });
  return { kernel: { shape: large, values: wide }, mask };
}

/** Weights are [channels, filters, height, width]; what is cut off at the sides must be what our own rule cuts off. */
function transposed(call: OpCall): Live {
  const { trace } = call;
  const weights = constant(call, 1);
  const places = placesOf(trace, live(call));
  const kernel = weights.shape.slice(2);
  if (kernel.length !== 2 || groupsOf(call) !== 1) throw new Unsupported('a transposed convolution of an image without groups is required');
  const { stride, dilation, before, after } = transposedWindow(call, places.sizes, kernel);
  if (dilation.some(step => step !== 1)) throw new Unsupported('a transposed convolution without dilation is required');
  const more = ints(call, 'output_padding') ?? [0, 0];
  const { size, padding } = enlarging({ kernel, stride, before, after: after.map((pad, i) => pad - (more[i] ?? 0)) });
  const bias = optionalConstant(call, 2);
  const made = trace.add({
    layer: 'conv2d-transpose',
    config: { filters: weights.shape[1], kernel: [...size], stride: [...stride], padding, bias: bias !== null },
    inputs: [places.node],
    parameters: { kernel: widened(turned(weights, [2, 3, 1, 0]), size), ...(bias === null ? {} : { bias: vectorOf(bias) }) },
    wish: wishOf(call.node.inputs[1], call.node.name),
  });
  return slid(trace, made, places, axisOf(weights.shape[1] ?? 1));
}

/** `auto_pad` cuts to a multiple of the input. */
function transposedWindow(call: OpCall, sizes: readonly number[], kernel: readonly number[]): Window {
  const auto = text(call, 'auto_pad', 'NOTSET');
  if (!auto.startsWith('SAME')) return windowIn(call, sizes, kernel);
  const { stride, dilation } = windowIn(
    { ...call, node: { ...call.node, attributes: { ...call.node.attributes, auto_pad: 'VALID' } } },
    sizes,
    kernel,
  );
  const cut = kernel.map((size, i) => Math.max(size - stride[i]!, 0));
  const [less, more] = [cut.map(pad => Math.floor(pad / 2)), cut.map(pad => Math.ceil(pad / 2))];
  return { kernel, stride, dilation, ...(auto === 'SAME_UPPER' ? { before: less, after: more } : { before: more, after: less }) };
}

type Enlarging = Pick<Window, 'kernel' | 'stride' | 'before' | 'after'>;

/** Our `same` cuts to a multiple of the input, the smaller half in front; a kernel may get zeros behind to fit that. */
function enlarging({ kernel, stride, before, after }: Enlarging): { readonly size: readonly number[]; readonly padding: 'valid' | 'same' } {
  const cut = [...before, ...after];
  if (cut.every(pad => pad === 0) && kernel.every((size, i) => size >= stride[i]!)) return { size: kernel, padding: 'valid' };
  const size = kernel.map((own, i) => {
    const lost = own - stride[i]!;
    if (before[i]! + after[i]! !== lost)
      throw new Unsupported(`a transposed convolution that enlarges by its stride is required, got pads ${cut.join(', ')}`);
    return Math.max(own, 2 * before[i]! + stride[i]!);
  });
  if (size.some((one, i) => Math.floor((one - stride[i]!) / 2) !== before[i]))
    throw new Unsupported(`pads in front must be the smaller half, got ${cut.join(', ')}`);
  return { size, padding: 'same' };
}

/** With zeros behind, [height, width, ...]. */
function widened({ shape, values }: ForeignTensor, [height = 1, width = 1]: readonly number[]): Parameter {
  const [own = 1, across = 1, ...rest] = shape;
  const inner = rest.reduce((product, one) => product * one, 1);
  const wide = new Float32Array(height * width * inner);
  const length = across * inner;
  for (let row = 0; row < own; row++) wide.set(values.subarray(row * length, (row + 1) * length), row * width * inner);
  return { shape: [height, width, ...rest], values: wide };
}
