import { windowOf } from '../../../formats/onnx/pieces.ts';
import { Unsupported } from '../../foreign-graph.ts';
import { axisOf, type Axis, type Live } from '../axes.ts';
import { int, ints, text, type OpCall } from '../call.ts';
import { nodeIn } from '../layouts.ts';
import { isItems, withoutBatch } from '../pieces.ts';
import type { Trace } from '../trace.ts';

/** A window that slides over one axis (a series) or two (an image). */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Places added in front and behind, by axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** An image [items, channels, height, width] or a series [items, channels, time], with channels last in its node. */
export interface Places {
  readonly node: string;
  readonly sizes: readonly number[];
  readonly channels: number;
  readonly axes: readonly Axis[];
}

export function placesOf(trace: Trace, value: Live): Places {
  const [items, channels, ...places] = value.axes;
  if (items === undefined || channels === undefined || places.length < 1 || places.length > 2)
    throw new Unsupported(`one or two axes of places are required, got a value of ${value.axes.length} axes`);
  if (!isItems(trace, items)) throw new Unsupported('the first axis must be the items');
  const layout = [...places, channels];
  if (withoutBatch(trace, layout).flat().length !== layout.flat().length) throw new Unsupported('items must not be among the places');
  const node = nodeIn(trace, value, layout);
  const shape = trace.shapeOf(node);
  return { node, sizes: shape.slice(0, -1), channels: shape.at(-1) ?? 1, axes: [items, channels, ...places] };
}

/** What a node says of its window; `auto_pad` is worked out. */
export function windowIn(call: OpCall, sizes: readonly number[], kernel: readonly number[]): Window {
  const stride = ints(call, 'strides') ?? sizes.map(() => 1);
  const dilation = ints(call, 'dilations') ?? sizes.map(() => 1);
  const auto = text(call, 'auto_pad', 'NOTSET');
  if (kernel.length !== sizes.length || stride.length !== sizes.length || dilation.length !== sizes.length)
    throw new Unsupported(`a window of ${sizes.length} axes is required, got ${kernel.length}`);
  const given =
    auto === 'NOTSET' ? (ints(call, 'pads') ?? sizes.flatMap(() => [0, 0])) : automatic(auto, { sizes, kernel, stride, dilation });
  const count = sizes.length;
  const [before, after] = [given.slice(0, count), given.slice(count)];
  if (given.length !== 2 * count || given.some(pad => !(pad >= 0 && pad <= 1024)))
    throw new Unsupported(`pads must be 0 to 1024, got ${given.join(', ')}`);
  return {
    kernel,
    stride,
    dilation,
    before,
    after: call.node.attributes['ceil_mode'] === 1 ? roundedUp(after, { sizes, kernel, stride, before }) : after,
  };
}

type Sizes = Omit<Window, 'before' | 'after'> & { readonly sizes: readonly number[] };

function automatic(auto: string, { sizes, kernel, stride, dilation }: Sizes): readonly number[] {
  if (auto === 'VALID') return sizes.flatMap(() => [0, 0]);
  const missing = sizes.map((size, i) => {
    const reach = (kernel[i]! - 1) * dilation[i]! + 1;
    return Math.max((Math.ceil(size / stride[i]!) - 1) * stride[i]! + reach - size, 0);
  });
  const less = missing.map(total => Math.floor(total / 2));
  const more = missing.map((total, i) => total - less[i]!);
  if (auto === 'SAME_UPPER') return [...less, ...more];
  if (auto === 'SAME_LOWER') return [...more, ...less];
  throw new Unsupported(`auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, got ${auto}`);
}

/** Behind the end so many more places that the last window, of which a part is still inside, fits. */
function roundedUp(
  after: readonly number[],
  at: { readonly sizes: readonly number[] } & Pick<Window, 'kernel' | 'stride' | 'before'>,
): readonly number[] {
  return after.map((pad, i) => {
    const [size, kernel, stride, before] = [at.sizes[i]!, at.kernel[i]!, at.stride[i]!, at.before[i]!];
    const left = (size + before + pad - kernel) % stride;
    const starts = size + before + pad - kernel - left + stride;
    return left === 0 || starts >= size + before ? pad : pad + stride - left;
  });
}

export interface Padded {
  readonly node: string;
  readonly padding: 'valid' | 'same';
}

/** The node to slide over: as it is where our own rule pads alike, else with a layer that pads in front of it. */
export function padded(trace: Trace, { node, sizes }: Pick<Places, 'node' | 'sizes'>, window: Window, value = 0): Padded {
  const reach = window.kernel.map((size, i) => (size - 1) * window.dilation[i]! + 1);
  if ([...window.before, ...window.after].every(pad => pad === 0)) return { node, padding: 'valid' };
  const pair = (list: readonly number[], fill: number): readonly [number, number] => [list[0] ?? fill, list[1] ?? fill];
  const image = [...pair(sizes, 1), 1];
  const { pads } = windowOf(image, { kernel: pair(reach, 1), stride: pair(window.stride, 1), padding: 'same' });
  const ours = [...pads.slice(0, sizes.length), ...pads.slice(2, 2 + sizes.length)];
  if (value === 0 && ours.join() === [...window.before, ...window.after].join()) return { node, padding: 'same' };
  return { node: padNode(trace, node, { before: window.before, after: window.after, value }), padding: 'valid' };
}

export interface Padding {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
}

export function padNode(trace: Trace, node: string, { before, after, value }: Padding): string {
  return trace.add({ layer: 'pad', config: { before: [...before], after: [...after], value }, inputs: [node], wish: `${node}-padded` });
}

/** The value behind a window: new places and channels, with axes for each. */
export function slid(trace: Trace, node: string, { axes }: Places, channels: Axis): Live {
  const places = trace.shapeOf(node).slice(0, -1).map(axisOf);
  return { kind: 'live', node, layout: [...places, channels], axes: [axes[0]!, channels, ...places] };
}

/** A number for a layer that has one axis of places, else one for each. */
export function perAxis(sizes: readonly number[]): number | readonly number[] {
  return sizes.length === 1 ? sizes[0]! : [...sizes];
}

export function groupsOf(call: OpCall): number {
  return int(call, 'group', 1);
}
