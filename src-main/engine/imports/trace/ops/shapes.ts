import { Unsupported } from '../../foreign-graph.ts';
import { whole } from '../arrays.ts';
import { axisOf, axisSize, placesIn, reshaped, sizesOf, type Axis, type Live } from '../axes.ts';
import { axisAt, constant, int, ints, live, numbers, sameNumber, text, type Op, type OpCall, type OpTable } from '../call.ts';
import { cutsOf, partsOf, unsqueezedPlaces, wantedShape } from '../fold.ts';
import { nodeIn, reshapedNode } from '../layouts.ts';
import { channelsLast, isItems, withoutBatch } from '../pieces.ts';
import type { Constant, Trace } from '../trace.ts';
import { seenAs } from './attention.ts';
import { lastStep } from './recurrent.ts';
import { embedding } from './tokens.ts';
import { padNode, placesOf } from './windows.ts';

const VALUE_OPS: OpTable = {
  Shape(call): Constant {
    const shape = sizesOf(live(call).axes);
    return { kind: 'constant', tensor: whole(shape.slice(int(call, 'start', 0), int(call, 'end', shape.length))) };
  },
  Size: call => ({ kind: 'constant', tensor: whole([sizesOf(live(call).axes).reduce((a, b) => a * b, 1)], []) }),
  Reshape(call) {
    const given = numbers(call, 1, 'shape');
    if (given === null) throw new Unsupported('a constant shape is required');
    const before = sizesOf(live(call).axes);
    return under(call, wantedShape(given, before));
  },
  Flatten(call) {
    const sizes = sizesOf(live(call).axes);
    const axis = int(call, 'axis', 1);
    const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);
    return under(call, [product(sizes.slice(0, axis)), product(sizes.slice(axis))]);
  },
  Transpose(call) {
    const value = live(call);
    const order = ints(call, 'perm') ?? value.axes.map((_axis, i) => i).reverse();
    return { ...value, axes: order.map(axis => value.axes[axisAt(axis, value.axes.length)]!) };
  },
  /** Of TensorFlow's products of matrices (`saved-model/value-operators.ts`). */
  LastTwoSwapped(call) {
    const value = live(call);
    const rank = value.axes.length;
    if (rank < 2) throw new Unsupported('a matrix is required');
    return { ...value, axes: [...value.axes.slice(0, -2), value.axes[rank - 1]!, value.axes[rank - 2]!] };
  },
  Squeeze(call) {
    const value = live(call);
    const gone = numbers(call, 1, 'axes')?.map(axis => axisAt(axis, value.axes.length));
    return { ...value, axes: value.axes.filter((axis, i) => (gone === undefined ? axisSize(axis) !== 1 : !gone.includes(i))) };
  },
  Unsqueeze(call) {
    const value = live(call);
    const places = unsqueezedPlaces(numbers(call, 1, 'axes') ?? [], value.axes.length);
    const left = [...value.axes];
    return { ...value, axes: Array.from({ length: left.length + places.size }, (_, i) => (places.has(i) ? [] : (left.shift() as Axis))) };
  },
  Expand: call => expanded(call),
  Tile: call => repeated(call, live(call), constant(call, 1).values),
  Gather: call => (call.inputs[0]?.kind === 'constant' ? embedding(call) : gathered(call)),
  /** Of scikit-learn's pipelines. */
  ArrayFeatureExtractor(call) {
    const value = live(call);
    return chosen(call, value, value.axes.length - 1, [...constant(call, 1).values]);
  },
  Slice: call => sliced(call),
  Split: call => splitUp(call),
  Pad: call => padding(call),
  Upsample: call => enlarged(call),
  Resize: call => enlarged(call),
};

/** Operators that move values about. Most of them only regroup what the value is seen by. */
export const SHAPE_OPS: OpTable = Object.fromEntries(
  Object.entries(VALUE_OPS).map(([name, op]): [string, Op] => [
    name,
    call => (call.inputs[0]?.kind === 'scores' ? seenAs(call, op) : op(call)),
  ]),
);

function under({ trace, ...call }: OpCall, sizes: readonly number[]): Live {
  const value = live({ trace, ...call });
  const seen = reshaped(value, sizes, trace.batch);
  if (seen !== null) return seen;
  // What mixes axes is reshaped for good, in the order the file has.
  const [items, ...rest] = sizes;
  if (items !== trace.batch.size || !isItems(trace, value.axes[0])) throw new Unsupported('items may not be mixed with other axes');
  const flat = nodeIn(trace, value, [withoutBatch(trace, value.axes).flat()]);
  const layout = rest.map(axisOf);
  return { kind: 'live', node: reshapedNode(trace, flat, rest), layout, axes: [value.axes[0] ?? [], ...layout] };
}

/** Channels by their number, of an axis that is all channels or the outer part of them. */
function chosen({ trace }: Pick<OpCall, 'trace'>, value: Live, axis: number, places: readonly number[]): Live {
  const own = value.axes[axis]!;
  const placed = value.layout.at(-1)?.some(atom => own.includes(atom)) === true ? value : channelsLast(trace, value, own);
  const last = placed.layout.at(-1) ?? [];
  if (own.length === 0 || !own.every(atom => last.includes(atom))) throw new Unsupported('parts of the channels are taken, not of places');
  const rest = last.filter(atom => !own.includes(atom));
  const inner = axisSize(rest);
  const order = placesIn(last, [...own, ...rest]);
  const channels = places.flatMap(place => order.slice(place * inner, (place + 1) * inner));
  const left: Axis = places.length === 1 ? [] : [{ size: places.length }];
  const node = trace.add({ layer: 'select-channels', config: { channels }, inputs: [placed.node] });
  return {
    kind: 'live',
    node,
    layout: [...placed.layout.slice(0, -1), [...left, ...rest]],
    axes: placed.axes.map((one, i) => (i === axis ? left : one)),
  };
}

function gathered(call: OpCall): Live {
  const value = live(call);
  const { shape, values } = constant(call, 1);
  const axis = axisAt(int(call, 'axis', 0), value.axes.length);
  const size = axisSize(value.axes[axis]!);
  const places = [...values].map(place => (place < 0 ? place + size : place));
  if (shape.length > 1) return regrouped(call, { value, axis, places, shape });
  const found = places.length === 1 ? lastStep(call, { value, axis, place: places[0]! }) : null;
  const left = found ?? chosen(call, value, axis, places);
  return shape.length === 0 ? { ...left, axes: left.axes.filter((_axis, i) => i !== axis) } : left;
}

/** All places of an axis in their order, under several axes: PyTorch's newer exporter writes strides so. */
function regrouped(
  { trace }: OpCall,
  {
    value,
    axis,
    places,
    shape,
  }: { readonly value: Live; readonly axis: number; readonly places: readonly number[]; readonly shape: readonly number[] },
): Live {
  const isWhole = places.length === axisSize(value.axes[axis]!) && places.every((place, i) => place === i);
  const sizes = sizesOf(value.axes);
  const seen = isWhole ? reshaped(value, [...sizes.slice(0, axis), ...shape, ...sizes.slice(axis + 1)], trace.batch) : null;
  if (seen === null) throw new Unsupported('one or several places in a row are required');
  return seen;
}

function sliced(call: OpCall): Live {
  return cutsOf(call, sizesOf(live(call).axes)).reduce((value, { axis, start, count, step }) => {
    const size = axisSize(value.axes[axis]!);
    if (count === size && step === 1) return value;
    const found = count === 1 ? lastStep(call, { value, axis, place: start }) : null;
    return (
      found ??
      chosen(
        call,
        value,
        axis,
        Array.from({ length: count }, (_, i) => start + i * step),
      )
    );
  }, live(call));
}

function splitUp(call: OpCall): readonly Live[] {
  const value = live(call);
  const axis = axisAt(int(call, 'axis', 0), value.axes.length);
  let from = 0;
  return partsOf(call, axisSize(value.axes[axis]!)).map(size => {
    const places = Array.from({ length: size }, (_, i) => from + i);
    from += size;
    return chosen(call, value, axis, places);
  });
}

/** To these sizes, from the last axis on: axes of size 1 are repeated. */
function expanded(call: OpCall): Live {
  const value = live(call);
  const sizes = [...constant(call, 1).values];
  const more = Math.max(sizes.length - value.axes.length, 0);
  const apart = { ...value, axes: [...Array.from({ length: more }, (): Axis => []), ...value.axes] };
  const own = sizesOf(apart.axes);
  const wanted = [...own.slice(0, own.length - sizes.length), ...sizes];
  if (wanted.some((size, axis) => size !== 1 && own[axis] !== 1 && size !== own[axis]))
    throw new Unsupported(`[${own.join(', ')}] can’t be repeated to [${sizes.join(', ')}]`);
  return repeated(
    call,
    apart,
    wanted.map((size, axis) => (own[axis] === 1 ? size : 1)),
  );
}

/** Every axis so many times, one behind the other; a row that is repeated as a whole, seen by other axes. */
function repeated({ trace }: OpCall, value: Live, times: ArrayLike<number>): Live {
  const added = value.axes.map((_axis, i) => axisOf(times[i] ?? 1));
  const count = added.flat().reduce((product, { size }) => product * size, 1);
  if (count === 1) return value;
  const isFirst = isItems(trace, value.axes[0]) && value.axes.slice(1).every(axis => !axis.includes(trace.batch));
  if (!isFirst || added[0]!.length > 0) throw new Unsupported('values are repeated within items, not the items');
  const row = value.layout.flat();
  const node = trace.add({ layer: 'repeat', config: { times: count }, inputs: [nodeIn(trace, value, [row])] });
  return { kind: 'live', node, layout: [added.flat(), row], axes: value.axes.map((axis, i) => [...added[i]!, ...axis]) };
}

/** Around the places only, with one number. */
function padding(call: OpCall): Live {
  const { trace } = call;
  const value = live(call);
  const rank = value.axes.length;
  const pads = numbers(call, 1, 'pads') ?? [];
  if (pads.every(pad => pad === 0)) return value;
  const [before, after] = [pads.slice(0, rank), pads.slice(rank)];
  // Which axis has the channels shows in which ones are padded.
  const channelsAt = before[1] === 0 && after[1] === 0 ? 1 : rank - 1;
  const places = value.axes.map((_axis, i) => i).filter(i => i !== 0 && i !== channelsAt);
  const untouched = [0, channelsAt].every(axis => before[axis] === 0 && after[axis] === 0);
  if (pads.length !== 2 * rank || !untouched || pads.some(pad => pad < 0))
    throw new Unsupported(`padding around places is required, got ${pads.join(', ')}`);
  const image = placesOf(trace, { ...value, axes: [0, channelsAt, ...places].map(axis => value.axes[axis]!) });
  const sides = { before: places.map(axis => before[axis]!), after: places.map(axis => after[axis]!) };
  const node = padNode(trace, image.node, { ...sides, value: fillOf(call) });
  const sizes = placeAxes(trace, node);
  const axes = [...value.axes];
  places.forEach((axis, i) => (axes[axis] = sizes[i]!));
  return { kind: 'live', node, layout: [...sizes, image.axes[1]!], axes };
}

function fillOf(call: OpCall): number {
  const mode = call.node.attributes['mode'] ?? 'constant';
  const fill = call.inputs[2] === undefined || call.inputs[2] === null ? int(call, 'value', 0) : sameNumber(constant(call, 2));
  if (mode === 'constant' && fill !== null) return fill;
  throw new Unsupported(`padding with a constant is required, got ${String(mode)}`);
}

/** New axes for the places of a node. */
function placeAxes(trace: Trace, node: string): readonly Axis[] {
  return trace.shapeOf(node).slice(0, -1).map(axisOf);
}

/** By repeating every value a whole number of times, or mixing values between the middles of pixels. */
function enlarged(call: OpCall): Live {
  const { trace, node } = call;
  const mode = node.attributes['mode'] ?? 'nearest';
  const places = placesOf(trace, live(call));
  const factors = factorsOf(call, [1, places.channels, ...places.sizes]).slice(2);
  const interpolation = mode === 'linear' && mixesMiddles(call) ? 'bilinear' : mode;
  const isKnown = interpolation === 'nearest' || interpolation === 'bilinear';
  if (!isKnown || places.sizes.length !== 2 || factors.some(factor => !Number.isInteger(factor) || factor < 1))
    throw new Unsupported(
      `an image enlarged to nearest neighbours, or between the middles of pixels, by whole factors is required, got ${String(mode)} by ${factors.join(', ')}`,
    );
  if (factors.every(factor => factor === 1)) return live(call);
  const made = trace.add({ layer: 'upsampling', config: { size: factors, interpolation }, inputs: [places.node] });
  const sizes = placeAxes(trace, made);
  return { kind: 'live', node: made, layout: [...sizes, places.axes[1]!], axes: [...places.axes.slice(0, 2), ...sizes] };
}

/** Whether a mixture is of what lies between the middles of pixels: PyTorch's word for it differs along axes of size 1 alone. */
function mixesMiddles(call: OpCall): boolean {
  return (
    call.node.op === 'Resize' && ['half_pixel', 'pytorch_half_pixel'].includes(text(call, 'coordinate_transformation_mode', 'half_pixel'))
  );
}

/** Resize has a region before its factors, and may name sizes instead; Upsample has factors alone. */
function factorsOf(call: OpCall, before: readonly number[]): readonly number[] {
  const at = call.node.op === 'Resize' && call.trace.graph.opset >= 11 ? 2 : 1;
  const factors = numbers(call, at, 'scales');
  if (factors !== null && factors.length > 0) return factors;
  const sizes = numbers(call, 3, 'sizes');
  if (sizes === null) throw new Unsupported('constant factors or sizes are required');
  return sizes.map((size, i) => (i < 2 ? 1 : size / before[i]!));
}
